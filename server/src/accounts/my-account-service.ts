import type { CurrentUser, MePatch, PasswordChange } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { requireAccount, type AccountGround } from './account-service.ts'
import { replacePasswordHash, updateAccount } from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import { toCurrentUser } from './to-user.ts'

export async function readMe(db: Db, actor: Actor): Promise<CurrentUser> {
  return toCurrentUser(await requireAccount(db, actor.userId))
}

export async function changeMe(db: Db, actor: Actor, { displayName }: MePatch): Promise<CurrentUser> {
  return inTransaction(db, async (tx) => {
    if (displayName !== undefined) await updateAccount(tx, actor.userId, { display_name: displayName })
    return toCurrentUser(await requireAccount(tx, actor.userId))
  })
}

/**
 * Changes the actor's password and ends their other sessions: somebody else may be signed in with the old one. Throws
 * Problem `wrong-password`, also when the password was changed by somebody else in the meantime.
 */
export async function changePassword(
  { db, passwords, sessions }: AccountGround,
  actor: Actor,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const { id, username, password_hash: oldHash } = await requireAccount(db, actor.userId)
  requireGoodPassword(newPassword, username, '/body/newPassword')
  if (!(await passwords.verify(currentPassword, oldHash))) throw new Problem('wrong-password')
  const newHash = await passwords.hash(newPassword)
  await sessions.change(async (tx, changes) => {
    if (!(await replacePasswordHash(tx, id, oldHash, newHash))) throw new Problem('wrong-password')
    await changes.endAllOf(id, actor.sessionId)
  })
}
