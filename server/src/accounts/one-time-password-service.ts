import type { ResetPassword } from '@tally/contract'
import { recordAuditEvent, type By } from '../audit/audit-service.ts'
import { Problem } from '../http/problem.ts'
import { requireAccount, type AccountDeps } from './account-service.ts'
import { updateAccount } from './account-store.ts'
import { endOfOneTimePassword, makeOneTimePassword } from './one-time-password.ts'

/**
 * Gives a person a one-time password instead of theirs, and signs them out everywhere. Throws Problem `user-not-found`.
 */
export async function resetPassword(
  { db, passwords, sessions, clock }: AccountDeps,
  id: string,
  by: By,
): Promise<ResetPassword> {
  await requireAccount(db, id)
  const oneTimePassword = await makeOneTimePassword()
  const passwordHash = await passwords.hash(oneTimePassword)
  const at = clock()
  const oneTimePasswordUntil = endOfOneTimePassword(at)
  await sessions.change(async (tx, changes) => {
    const fields = { password_hash: passwordHash, password_ends_at: oneTimePasswordUntil }
    const account = await updateAccount(tx, id, fields)
    if (!account) throw new Problem('user-not-found')
    // The way back in for somebody whose name was locked by failures.
    await sessions.clearThrottle(tx, account.username)
    await changes.endAllOf(id)
    await recordAuditEvent(tx, { ...by, kind: 'password-reset', at, subjectId: id })
  })
  return { oneTimePassword, oneTimePasswordUntil }
}
