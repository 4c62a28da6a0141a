import type { CurrentUser, FirstAdmin, NewUser, SetupState, SignUp, User, UserPatch } from '@tally/contract'
import { noteHappening } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import { invalidInput, Problem } from '../http/problem.ts'
import { addInbox, removeListsOf } from '../lists/list-service.ts'
import type { Issued, SessionService } from '../sessions/session-service.ts'
import {
  deleteAccount,
  findAccount,
  findAccounts,
  hasAccounts,
  hasOtherAdmin,
  insertAccountRow,
  lockAdmins,
  updateAccount,
  type AccountRow,
} from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import { toCurrentUser, toUserForAdmin } from './to-user.ts'
import { usernameKey } from './username.ts'

/** What the use cases of accounts work with. */
export type AccountGround = {
  readonly db: Db
  readonly passwords: Passwords
  readonly sessions: SessionService
  readonly clock: Clock
  /** Who may make an account without an admin. */
  readonly signUp: SignUp
}

export type AccountDraft = {
  readonly username: string
  readonly displayName?: string | undefined
  readonly role: 'admin' | 'member'
  readonly passwordHash: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Adds an account with its Inbox. Knows no rule for passwords, only their hash. Throws Problem `username-taken`.
 */
export async function insertAccount(tx: Tx, draft: AccountDraft): Promise<AccountRow> {
  const username = draft.username.normalize('NFC')
  const account: AccountRow = {
    id: newId(),
    username,
    username_key: usernameKey(username),
    display_name: draft.displayName ?? username,
    role: draft.role,
    disabled: 0,
    password_hash: draft.passwordHash,
    password_ends_at: null,
    created_at: draft.at,
    last_seen_at: null,
  }
  if (!(await insertAccountRow(tx, account))) throw new Problem('username-taken')
  await addInbox(tx, account.id, draft.at)
  return account
}

/** Does the first account have to be made, and who may make others? */
export async function readSetup({ db, signUp }: AccountGround): Promise<SetupState> {
  return { needed: !(await hasAccounts(db)), signUp }
}

/** Makes the first account, an admin, and signs in. Of all who try, also at once, one succeeds; throws `setup-done`. */
export async function setUp(
  { db, passwords, sessions, clock }: AccountGround,
  { username, displayName, password }: FirstAdmin,
  caller: Caller,
): Promise<Issued> {
  requireGoodPassword(password, username, '/body/password')
  await requireNoAccounts(db)
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

/** Everyone here, by username. Only admins see who is disabled, since when people are here, and when they last were. */
export async function listUsers(db: Db, actor: Actor): Promise<User[]> {
  return (await findAccounts(db)).map(actor.role === 'admin' ? toUserForAdmin : toCurrentUser)
}

/** Adds a person; throws Problem `username-taken`. */
export async function addUser({ db, passwords, clock }: AccountGround, draft: NewUser): Promise<User> {
  const { username, displayName, password, role = 'member' } = draft
  if (password === undefined) throw invalidInput('/body/password', 'is missing')
  requireGoodPassword(password, username, '/body/password')
  const passwordHash = await passwords.hash(password)
  const account = { username, displayName, role, passwordHash, at: clock() }
  return toUserForAdmin(await inTransaction(db, (tx) => insertAccount(tx, account)))
}

/**
 * Changes a person. Who is disabled is signed out everywhere; who gets another role is asked for a new access token with
 * the next request. Throws Problem `user-not-found` or `last-admin`.
 */
export async function changeUser({ sessions }: AccountGround, id: string, patch: UserPatch): Promise<User> {
  return sessions.change(async (tx, changes) => {
    await lockAdmins(tx)
    const before = await requireAccount(tx, id)
    const { displayName = before.display_name, role = before.role, disabled = before.disabled === 1 } = patch
    if (role !== 'admin' || disabled) await requireOtherAdmin(tx, before)
    const after = await updateAccount(tx, id, { display_name: displayName, role, disabled: disabled ? 1 : 0 })
    if (!after) throw new Problem('user-not-found')
    if (disabled) await changes.endAllOf(id)
    else if (role !== before.role) await changes.markStale(id)
    return toUserForAdmin(after)
  })
}

/** Deletes a person with everything that is only theirs; throws Problem `user-not-found` or `last-admin`. */
export async function deleteUser({ sessions }: AccountGround, id: string): Promise<void> {
  await sessions.change(async (tx, changes) => {
    await lockAdmins(tx)
    await requireOtherAdmin(tx, await requireAccount(tx, id))
    await deleteAccount(tx, id)
    await changes.endAllOf(id)
    await removeListsOf(tx, id)
  })
}

/** Throws Problem `last-admin` when the account is the only admin who can sign in. */
async function requireOtherAdmin(tx: Tx, { id, role, disabled }: AccountRow): Promise<void> {
  if (role === 'admin' && disabled === 0 && !(await hasOtherAdmin(tx, id))) throw new Problem('last-admin')
}

/** Throws Problem `user-not-found`. */
export async function requireAccount(db: Db, id: string): Promise<AccountRow> {
  const account = await findAccount(db, id)
  if (!account) throw new Problem('user-not-found')
  return account
}

/** Lets pass only who is an admin at this moment, whatever a token says; throws Problem `admins-only`. */
export async function requireAdmin(db: Db, actor: Actor): Promise<void> {
  const account = actor.role === 'admin' ? await findAccount(db, actor.userId) : undefined
  if (account?.role !== 'admin' || account.disabled === 1) {
    throw new Problem('admins-only', { headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } })
  }
}
