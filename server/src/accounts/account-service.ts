import type { AddedUser, NewUser, Quota, SignUp, User, UserPatch } from '@tally/contract'
import { recordAuditEvent, type By, type AuditEvent } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { hostOf } from '../http/addresses/public-address.ts'
import { listCompanionIds } from '../lists/companion-service.ts'
import { removeListsOf } from '../changes/departure.ts'
import { addInbox } from '../changes/list-changes.ts'
import { eraseListsOfNobody } from '../changes/purge-trash.ts'
import { readUsageOfAll } from '../changes/usage.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { SignInService } from '../sessions/sign-in-service.ts'
import {
  deleteAccount,
  findAccount,
  findAccountByName,
  findAccounts,
  hasOtherAdmin,
  insertAccountRow,
  lockAdmins,
  updateAccount,
  type AccountRow,
} from './account-store.ts'
import { endOfOneTimePassword, makeOneTimePassword } from './one-time-password.ts'
import { requireGoodPassword } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import { toUser, toUserForAdmin, type UserForAdmin } from './to-user.ts'
import { requireGoodUsername, usernameKey, usernameSkeleton } from './username.ts'

/** What the use cases of accounts work with. */
export type AccountDeps = {
  readonly db: Db
  readonly passwords: Passwords
  readonly sessions: SessionService
  readonly signIns: SignInService
  readonly clock: Clock
  /** Who may make an account without an admin. */
  readonly signUp: SignUp
  /** Who may see who is here. */
  readonly directory: 'everyone' | 'admins'
  /** What one person may have. */
  readonly quota: Quota
  /** Where links to us begin, without a slash at its end. */
  readonly publicUrl: string
  /** Makes the first account from anywhere. The same at every start and in every process, until it has been used. */
  readonly setUpSecret: string
}

export type AccountDraft = {
  readonly username: string
  readonly displayName?: string | undefined
  readonly role: 'admin' | 'member'
  readonly passwordHash: string
  /** The end of a one-time password, in milliseconds since 1970; null where the password is their own. */
  readonly passwordEndsAt?: number | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Adds an account with its Inbox. Knows no rule for passwords, only their hash. Throws Problem `username-taken`.
 */
export async function insertAccount(tx: Tx, draft: AccountDraft): Promise<AccountRow> {
  const { username } = draft
  const account: AccountRow = {
    id: newId(),
    username,
    username_key: usernameKey(username),
    username_skeleton: usernameSkeleton(username),
    display_name: draft.displayName ?? username,
    role: draft.role,
    disabled: 0,
    password_hash: draft.passwordHash,
    password_ends_at: draft.passwordEndsAt ?? null,
    created_at: draft.at,
    last_seen_at: null,
  }
  await lockAdmins(tx)
  if (!(await insertAccountRow(tx, account))) throw new Problem('username-taken')
  await addInbox(tx, account.id, draft.at)
  return account
}

/** Everyone here, by username, as admins see them. */
export async function listUsersForAdmin(db: Db): Promise<UserForAdmin[]> {
  return (await findAccounts(db)).map(toUserForAdmin)
}

/**
 * Everyone here, by username. Only admins see what somebody may do here, who is disabled, since when people are here,
 * when they last were, and how much they have. Where the directory is for admins, others see themselves and those they
 * share a list with.
 */
export async function listUsers({ db, directory, quota }: AccountDeps, actor: Actor): Promise<User[]> {
  if (actor.role === 'admin') {
    const [users, usageOf] = [await listUsersForAdmin(db), await readUsageOfAll(db, quota)]
    return users.map((user) => ({ ...user, usage: usageOf(user.id) }))
  }
  const accounts = await findAccounts(db)
  if (directory === 'everyone') return accounts.map(toUser)
  const companions = await listCompanionIds(db, actor.userId)
  return accounts.filter(({ id }) => companions.has(id)).map(toUser)
}

/**
 * Adds a person, as an admin. Without a password they get a one-time password, which is in the answer and nowhere else.
 * Throws Problem `username-taken`.
 */
export async function addUser(
  { db, passwords, sessions, clock, publicUrl }: AccountDeps,
  { username: typed, displayName, role = 'member', password: given }: NewUser,
  by: By,
): Promise<AddedUser> {
  const username = requireGoodUsername(typed)
  if (given !== undefined)
    await requireGoodPassword(given, { username, displayName, host: hostOf(publicUrl) }, '/body/password')
  const password = given ?? (await makeOneTimePassword())
  const passwordHash = await passwords.hash(password)
  const at = clock()
  const passwordEndsAt = given === undefined ? endOfOneTimePassword(at) : null
  const user = await inTransaction(db, async (tx) => {
    const account = await insertAccount(tx, { username, displayName, role, passwordHash, passwordEndsAt, at })
    // Strangers may have guessed at the name before anybody had it.
    await sessions.clearThrottle(tx, username)
    await recordAuditEvent(tx, { ...by, kind: 'user-added', at, subjectId: account.id, detail: role })
    return toUserForAdmin(account)
  })
  return given === undefined ? { ...user, oneTimePassword: password } : user
}

/**
 * Changes a person. Who is disabled is signed out everywhere; who gets another role is asked for a new access token
 * with the next request. Throws Problem `user-not-found` or `last-admin`.
 */
export async function changeUser(
  { sessions, clock }: AccountDeps,
  id: string,
  patch: UserPatch,
  by: By,
): Promise<User> {
  return sessions.change(async (tx, changes) => {
    await lockAdmins(tx)
    const before = await requireAccount(tx, id)
    const { displayName = before.display_name, role = before.role, disabled = before.disabled === 1 } = patch
    if (role !== 'admin' || disabled) await requireOtherAdmin(tx, before)
    const after = await updateAccount(tx, id, { display_name: displayName, role, disabled: disabled ? 1 : 0 })
    if (!after) throw new Problem('user-not-found')
    if (disabled) await changes.endAllOf(id)
    else if (role !== before.role) await changes.markStale(id)
    for (const what of differences(before, after)) {
      await recordAuditEvent(tx, { ...by, ...what, at: clock(), subjectId: id })
    }
    return toUserForAdmin(after)
  })
}

function differences(before: AccountRow, after: AccountRow): Pick<AuditEvent, 'kind' | 'detail'>[] {
  const found: Pick<AuditEvent, 'kind' | 'detail'>[] = []
  if (after.display_name !== before.display_name) found.push({ kind: 'user-renamed', detail: after.display_name })
  if (after.role !== before.role) found.push({ kind: 'role-changed', detail: after.role })
  if (after.disabled !== before.disabled) found.push({ kind: after.disabled === 1 ? 'user-disabled' : 'user-enabled' })
  return found
}

/**
 * Deletes a person with everything that is only theirs; lists they shared pass to others. Throws Problem
 * `user-not-found` or `last-admin`.
 */
export async function deleteUser({ db, sessions, clock }: AccountDeps, id: string, by: By): Promise<void> {
  await sessions.change(async (tx, changes) => {
    await lockAdmins(tx)
    await requireOtherAdmin(tx, await requireAccount(tx, id))
    await recordAuditEvent(tx, { ...by, kind: 'user-deleted', at: clock(), subjectId: id })
    await deleteAccount(tx, id)
    await changes.endAllOf(id)
    await removeListsOf(tx, id, clock())
  })
  await eraseListsOfNobody(db)
}

/** Signs a person out everywhere; throws Problem `user-not-found`. */
export async function endSessionsOf({ sessions, clock }: AccountDeps, id: string, by: By): Promise<void> {
  await sessions.change(async (tx, changes) => {
    await requireAccount(tx, id)
    await changes.endAllOf(id)
    await recordAuditEvent(tx, { ...by, kind: 'sessions-ended', at: clock(), subjectId: id, detail: 'all' })
  })
}

/** Throws Problem `last-admin` when the account is the only admin who can sign in, see `hasOtherAdmin`. */
async function requireOtherAdmin(tx: Tx, { id, role, disabled }: AccountRow): Promise<void> {
  if (role === 'admin' && disabled === 0 && !(await hasOtherAdmin(tx, id))) throw new Problem('last-admin')
}

/** Throws Problem `user-not-found`. */
export async function requireAccount(db: Db, id: string): Promise<AccountRow> {
  const account = await findAccount(db, id)
  if (!account) throw new Problem('user-not-found')
  return account
}

/** The account with a username, in any capitals; throws Problem `user-not-found`. */
export async function requireAccountNamed(db: Db, username: string): Promise<AccountRow> {
  const account = await findAccountByName(db, usernameKey(username))
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
