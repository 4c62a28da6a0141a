import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import { engineOf } from '../db/engine-of.ts'
import type { AccountTable } from '../db/schema.ts'
import { keyIdIn } from './password-hash.ts'

export type AccountRow = Selectable<AccountTable>

/**
 * Adds the account unless its username, or one that looks like it, is taken; says whether it did. The caller has locked
 * the admins (`lockAdmins`), so that of two names that look alike one is first.
 */
export async function insertAccountRow(tx: Tx, account: AccountRow): Promise<boolean> {
  const alike = tx.selectFrom('account').select('id').where('username_skeleton', '=', account.username_skeleton)
  if (await alike.limit(1).executeTakeFirst()) return false
  const result = await tx
    .insertInto('account')
    .values(account)
    .onConflict((conflict) => conflict.column('username_key').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findAccountByName(db: Db, usernameKey: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('username_key', '=', usernameKey).executeTakeFirst()
}

/** Everyone, by username. */
export function findAccounts(db: Db): Promise<AccountRow[]> {
  return db.selectFrom('account').selectAll().orderBy('username_key').execute()
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** How many people have a password whose hash is under the pepper of this version. */
export async function countPasswordsUnder(db: Db, version: number): Promise<number> {
  const keyId = keyIdIn(version)
  const { count } = await db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('password_hash', keyId === undefined ? 'not like' : 'like', `%${keyId ?? ',keyid='}%`)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Is there an admin who can sign in, other than this one? Who still has a one-time password does not count: it may end
 * before they use it.
 */
export async function hasOtherAdmin(db: Db, id: string): Promise<boolean> {
  const other = await db
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', 0)
    .where('password_ends_at', 'is', null)
    .where('id', '!=', id)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

export function updateAccount(tx: Tx, id: string, fields: Updateable<AccountTable>): Promise<AccountRow | undefined> {
  return tx.updateTable('account').set(fields).where('id', '=', id).returningAll().executeTakeFirst()
}

/** Replaces a password by one of the person's own choice, unless that has happened already; says whether it did. */
export async function replacePasswordHash(tx: Tx, id: string, from: string, to: string): Promise<boolean> {
  const result = await tx
    .updateTable('account')
    .set({ password_hash: to, password_ends_at: null })
    .where('id', '=', id)
    .where('password_hash', '=', from)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/**
 * Notes that a person is here and gives their account, unless it is gone or disabled; with `passwordHash` also not when
 * that has changed. The account cannot change until the transaction ends.
 */
export function touchEnabledAccount(
  tx: Tx,
  { id, at, passwordHash }: { id: string; at: number; passwordHash?: string },
): Promise<AccountRow | undefined> {
  let touched = tx.updateTable('account').set({ last_seen_at: at }).where('id', '=', id).where('disabled', '=', 0)
  if (passwordHash !== undefined) touched = touched.where('password_hash', '=', passwordHash)
  return touched.returningAll().executeTakeFirst()
}

export async function deleteAccount(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('account').where('id', '=', id).execute()
}

/**
 * Has transactions that decide by what admins there are go one after the other: each of two admins could otherwise make
 * the other one the last. SQLite has one writer at a time anyway.
 */
export async function lockAdmins(tx: Tx): Promise<void> {
  if (engineOf(tx) === 'sqlite') return
  await tx.selectFrom('meta').select('key').where('key', '=', 'epoch').forUpdate().execute()
}
