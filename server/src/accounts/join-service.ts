import type { CurrentUser, Joiner } from '@tally/contract'
import { recordAuditEvent } from '../audit/audit-service.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Caller } from '../http/caller.ts'
import { Problem } from '../http/problem.ts'
import { hostOf } from '../http/addresses/public-address.ts'
import { insertAccount, type AccountDeps } from './account-service.ts'
import { hasAccounts, lockAdmins } from './account-store.ts'
import { requireInvitation, useInvitation } from './invitation-service.ts'
import { requireGoodPassword } from './password-policy.ts'
import { toCurrentUser } from './to-user.ts'
import { requireGoodUsername } from './username.ts'

/**
 * Makes an account for somebody who is not signed in: with an invitation, which says their role and is used up, or as a
 * member where sign-up is open. The first account is made by set-up only.
 *
 * Throws Problem `sign-up-closed`, `invitation-not-found`, `username-taken` or `invalid-input`.
 */
export async function join(deps: AccountDeps, draft: Joiner, caller: Caller): Promise<CurrentUser> {
  const { db, passwords, sessions, clock } = deps
  const { displayName, password, invitation } = draft
  await requireOpenSignUp(deps, invitation)
  const username = requireGoodUsername(draft.username)
  // Looked up before the password costs anything, and used in the transaction that makes the account.
  if (invitation !== undefined) await requireInvitation(db, invitation, clock())
  await requireGoodPassword(password, { username, displayName, host: hostOf(deps.publicUrl) }, '/body/password')
  const passwordHash = await passwords.hash(password)
  return inTransaction(db, async (tx) => {
    await lockAdmins(tx)
    const at = clock()
    const { role } = invitation === undefined ? { role: 'member' as const } : await useInvitation(tx, invitation, at)
    const account = await insertAccount(tx, { username, displayName, role, passwordHash, at })
    await sessions.clearThrottle(tx, username)
    await recordAuditEvent(tx, {
      kind: 'user-joined',
      at,
      actorId: account.id,
      subjectId: account.id,
      caller,
      detail: role,
    })
    return toCurrentUser(account)
  })
}

/** Throws Problem `sign-up-closed` where nobody may join, or not without an invitation. */
async function requireOpenSignUp({ db, signUp }: AccountDeps, invitation: string | undefined): Promise<void> {
  const open = signUp === 'open' || (signUp === 'invite' && invitation !== undefined)
  if (!open || !(await hasAccounts(db))) throw new Problem('sign-up-closed')
}
