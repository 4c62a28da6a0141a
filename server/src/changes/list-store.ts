import type { Insertable, Selectable, Updateable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db, Tx } from '../db/db.ts'
import type { ListTable, MemberTable } from '../db/schema.ts'

const lastPosition = compiledQuery((db, p: { userId: string }) =>
  db.selectFrom('member').select('position').where('user_id', '=', p.userId).orderBy('position', 'desc').limit(1),
)

/** The position of the last of a person's lists, the trash included. */
export async function findLastListPosition(tx: Tx, userId: string): Promise<string | undefined> {
  return (await lastPosition(tx, { userId }))[0]?.position
}

const nearestUpTo = compiledQuery((db, p: { userId: string; position: string; except: string }) =>
  db
    .selectFrom('member')
    .select('position')
    .where('user_id', '=', p.userId)
    .where('position', '<=', p.position)
    .where('list_id', '!=', p.except)
    .orderBy('position', 'desc')
    .limit(1),
)

const nearestAbove = compiledQuery((db, p: { userId: string; position: string; except: string }) =>
  db
    .selectFrom('member')
    .select('position')
    .where('user_id', '=', p.userId)
    .where('position', '>', p.position)
    .where('list_id', '!=', p.except)
    .orderBy('position')
    .limit(1),
)

/** The positions of the lists of a person just before and after one, `except` left out; null where there is none. */
export async function findListPositionsAround(
  tx: Tx,
  around: { userId: string; position: string; except: string },
): Promise<[before: string | null, after: string | null]> {
  const [before, after] = [await nearestUpTo(tx, around), await nearestAbove(tx, around)]
  return [before[0]?.position ?? null, after[0]?.position ?? null]
}

/** The lists that a person has, in id order. */
export function findListIdsOf(db: Db, userId: string): Promise<{ list_id: string }[]> {
  return db.selectFrom('member').select('list_id').where('user_id', '=', userId).orderBy('list_id').execute()
}

/** A list, and the epoch of the database at this moment. */
export type LockedListRow = Selectable<ListTable> & { epoch: string }

const lockedList = compiledQuery((db, p: { id: string }, engine) => {
  const list = db
    .selectFrom('list')
    .selectAll()
    .select((row) => row.selectFrom('meta').select('value').where('key', '=', 'epoch').as('epoch'))
    .$narrowType<{ epoch: string }>()
    .where('id', '=', p.id)
  return engine === 'postgres' ? list.forUpdate() : list
})

/** Reads a list and keeps everybody else from changing it until this transaction ends. SQLite has one writer anyway. */
export async function lockList(tx: Tx, id: string): Promise<LockedListRow | undefined> {
  return (await lockedList(tx, { id }))[0]
}

const memberByKey = compiledQuery((db, p: { listId: string; userId: string }) =>
  db.selectFrom('member').selectAll().where('list_id', '=', p.listId).where('user_id', '=', p.userId),
)

export async function findMember(tx: Tx, listId: string, userId: string): Promise<Selectable<MemberTable> | undefined> {
  return (await memberByKey(tx, { listId, userId }))[0]
}

/** Adds the list unless its id is in use; says whether it did. */
export async function insertList(tx: Tx, list: Insertable<ListTable>): Promise<boolean> {
  const result = await tx
    .insertInto('list')
    .values(list)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertMember(tx: Tx, member: Insertable<MemberTable>): Promise<void> {
  await tx.insertInto('member').values(member).execute()
}

export async function updateList(tx: Tx, id: string, fields: Updateable<ListTable>): Promise<void> {
  await tx.updateTable('list').set(fields).where('id', '=', id).execute()
}

export async function updateMember(
  tx: Tx,
  listId: string,
  userId: string,
  fields: Updateable<MemberTable>,
): Promise<void> {
  await tx.updateTable('member').set(fields).where('list_id', '=', listId).where('user_id', '=', userId).execute()
}

export async function deleteMemberRow(tx: Tx, listId: string, userId: string): Promise<void> {
  await tx.deleteFrom('member').where('list_id', '=', listId).where('user_id', '=', userId).execute()
}

/** So many are cleared by one statement, since others are served between two. */
const ASSIGNMENTS_AT_ONCE = 500

/** What a person was to do in a list is nobody's any more. */
export async function clearAssignments(
  tx: Tx,
  listId: string,
  userId: string,
  changed: { updated_at: number; ver: number },
): Promise<void> {
  const some = tx
    .selectFrom('todo')
    .select('id')
    .where('list_id', '=', listId)
    .where('assignee_id', '=', userId)
    .limit(ASSIGNMENTS_AT_ONCE)
  for (let cleared = ASSIGNMENTS_AT_ONCE; cleared === ASSIGNMENTS_AT_ONCE; ) {
    const { numUpdatedRows } = await tx
      .updateTable('todo')
      .set({ ...changed, assignee_id: null })
      .where('list_id', '=', listId)
      .where('id', 'in', some)
      .executeTakeFirstOrThrow()
    cleared = Number(numUpdatedRows)
  }
}
