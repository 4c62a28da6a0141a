import type { CurrentUser, MePatch, PasswordChange } from '@tally/contract'
import { recordAuditEvent } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import type { Caller } from '../http/caller.ts'
import { Problem } from '../http/problem.ts'
import { hostOf } from '../http/addresses/public-address.ts'
import type { Issued } from '../sessions/session-service.ts'
import type { PasswordOrigin } from '../sessions/sign-in-service.ts'
import { requireAccount, type AccountDeps } from './account-service.ts'
import { replacePasswordHash, touchEnabledAccount, updateAccount } from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import { toCurrentUser } from './to-user.ts'

export async function readMe(db: Db, actor: Actor): Promise<CurrentUser> {
  return toCurrentUser(await requireAccount(db, actor.userId))
}

/** Changes the actor's display name. */
export async function changeMe(
  { db, clock }: AccountDeps,
  { userId }: Actor,
  { displayName }: MePatch,
  caller: Caller,
): Promise<CurrentUser> {
  return inTransaction(db, async (tx) => {
    const before = await requireAccount(tx, userId)
    if (displayName === undefined || displayName === before.display_name) return toCurrentUser(before)
    const after = await updateAccount(tx, userId, { display_name: displayName })
    if (!after) throw new Problem('user-not-found')
    const by = { actorId: userId, caller }
    await recordAuditEvent(tx, { ...by, kind: 'user-renamed', at: clock(), subjectId: userId, detail: displayName })
    return toCurrentUser(after)
  })
}

/**
 * Changes the actor's password, ends all their sessions and starts a new one for the browser that asks: whoever has a
 * copy of a cookie or token from before has nothing. Throws Problem `wrong-password`, also when the password was
 * changed by somebody else in the meantime, and `too-many-requests` when it was wrong too often.
 */
export async function changePassword(
  { db, passwords, sessions, signIns, clock, publicUrl }: AccountDeps,
  { userId, sessionId }: Actor,
  { currentPassword, newPassword }: PasswordChange,
  origin: PasswordOrigin,
): Promise<Issued> {
  const { username, display_name: displayName, password_hash: oldHash } = await requireAccount(db, userId)
  await requireGoodPassword(newPassword, { username, displayName, host: hostOf(publicUrl) }, '/body/newPassword')
  const clearCounts = await signIns.confirm({ userId, username }, origin, (onAdmitted) =>
    passwords.verify(currentPassword, oldHash, onAdmitted),
  )
  const newHash = await passwords.hash(newPassword)
  const remember = await sessions.isRemembered(sessionId)
  const replacePassword = async (tx: Tx): Promise<CurrentUser | undefined> => {
    if (!(await replacePasswordHash(tx, userId, oldHash, newHash))) return undefined
    await clearCounts(tx)
    const at = clock()
    const by = { actorId: userId, caller: origin.caller }
    await recordAuditEvent(tx, { ...by, kind: 'password-changed', at, subjectId: userId })
    const account = await touchEnabledAccount(tx, { id: userId, at })
    return account && toCurrentUser(account)
  }
  const issued = await sessions.start(replacePassword, { ...origin, remember, endsAll: true })
  if (!issued) throw new Problem('wrong-password')
  return issued
}
