import type { CurrentUser, FirstAdmin, SetupState } from '@tally/contract'
import { noteHappening } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'
import { Problem } from '../http/problem.ts'
import { hostOf } from '../http/public-address.ts'
import type { Issued } from '../sessions/session-service.ts'
import { insertAccount, type AccountGround } from './account-service.ts'
import { hasAccounts, lockAdmins } from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import { toCurrentUser } from './to-user.ts'
import { requireGoodUsername } from './username.ts'

/** Does the first account have to be made, and who may make others? */
export async function readSetup({ db, signUp }: AccountGround): Promise<SetupState> {
  return { needed: !(await hasAccounts(db)), signUp }
}

/** Makes the first account, an admin, and signs in. Of all who try, also at once, one succeeds; throws `setup-done`. */
export async function setUp(
  { db, passwords, sessions, clock, publicUrl }: AccountGround,
  { username: typed, displayName, password }: FirstAdmin,
  caller: Caller,
): Promise<Issued> {
  // First, and again where it counts: whoever asks later, and they need not be signed in, costs a look-up only.
  await requireNoAccounts(db)
  const username = requireGoodUsername(typed)
  await requireGoodPassword(password, { username, displayName, host: hostOf(publicUrl) }, '/body/password')
  const passwordHash = await passwords.hash(password)
  const makeAdmin = async (tx: Tx): Promise<CurrentUser> => {
    await lockAdmins(tx)
    await requireNoAccounts(tx)
    const at = clock()
    const account = await insertAccount(tx, { username, displayName, role: 'admin', passwordHash, at })
    await noteHappening(tx, { kind: 'set-up', at, actorId: account.id, subjectId: account.id, caller })
    return toCurrentUser(account)
  }
  const issued = await sessions.start(makeAdmin, { remember: true, caller })
  if (!issued) throw new Error('The first admin was not admitted')
  return issued
}

async function requireNoAccounts(db: Db): Promise<void> {
  if (await hasAccounts(db)) throw new Problem('setup-done')
}
