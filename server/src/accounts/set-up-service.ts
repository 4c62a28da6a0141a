import { createHash, timingSafeEqual } from 'node:crypto'
import type { CurrentUser, FirstAdmin, SetupState } from '@tally/contract'
import { recordAuditEvent } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'
import { Problem } from '../http/problem.ts'
import { hostOf } from '../http/addresses/public-address.ts'
import type { Issued } from '../sessions/session-service.ts'
import { insertAccount, type AccountDeps } from './account-service.ts'
import { hasAccounts, lockAdmins } from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import { toCurrentUser } from './to-user.ts'
import { requireGoodUsername } from './username.ts'

/** Does the first account have to be made, does that take the link, and who may make others? */
export async function readSetup({ db, signUp }: AccountDeps, isLocal: boolean): Promise<SetupState> {
  const needed = !(await hasAccounts(db))
  return { needed, signUp, ...(needed && !isLocal && { linkNeeded: true }) }
}

/** The link with which the first account is made, from anywhere; undefined once there is one. */
export async function findSetUpLink({ db, publicUrl, setUpSecret }: AccountDeps): Promise<string | undefined> {
  return (await hasAccounts(db)) ? undefined : `${publicUrl}/setup#${setUpSecret}`
}

/**
 * Makes the first account, an admin, and signs in; for who is on this machine, or has the secret of the link. Of all
 * who try, also at once, one succeeds. Throws Problem `setup-link-needed` and `setup-done`.
 */
export async function setUp(
  { db, passwords, sessions, clock, publicUrl, setUpSecret }: AccountDeps,
  { username: typed, displayName, password, secret = '' }: FirstAdmin,
  { caller, isLocal }: { readonly caller: Caller; readonly isLocal: boolean },
): Promise<Issued> {
  // First, and again where it counts: whoever asks later, and they need not be signed in, costs a look-up only.
  await requireNoAccounts(db)
  if (!isLocal && !isSame(secret, setUpSecret)) throw new Problem('setup-link-needed')
  const username = requireGoodUsername(typed)
  await requireGoodPassword(password, { username, displayName, host: hostOf(publicUrl) }, '/body/password')
  const passwordHash = await passwords.hash(password)
  const makeAdmin = async (tx: Tx): Promise<CurrentUser> => {
    await lockAdmins(tx)
    await requireNoAccounts(tx)
    const at = clock()
    const account = await insertAccount(tx, { username, displayName, role: 'admin', passwordHash, at })
    await recordAuditEvent(tx, { kind: 'set-up', at, actorId: account.id, subjectId: account.id, caller })
    return toCurrentUser(account)
  }
  const issued = await sessions.start(makeAdmin, { remember: true, caller })
  if (!issued) throw new Error('The first admin was not admitted')
  return issued
}

async function requireNoAccounts(db: Db): Promise<void> {
  if (await hasAccounts(db)) throw new Problem('setup-done')
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
