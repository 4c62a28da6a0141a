import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import type { OverwrittenTable } from '../db/schema.ts'

/** With the display name of who overwrote it; none where the account is gone. */
export type OverwrittenRow = Selectable<OverwrittenTable> & { display_name: string | null }

export async function insertOverwritten(tx: Tx, text: Insertable<OverwrittenTable>): Promise<void> {
  await tx.insertInto('overwritten').values(text).execute()
}

/** The overwritten texts of a todo, the newest first. */
export function findOverwritten(db: Db, listId: string, todoId: string): Promise<OverwrittenRow[]> {
  return db
    .selectFrom('overwritten')
    .leftJoin('account', 'account.id', 'overwritten.by_id')
    .selectAll('overwritten')
    .select('account.display_name')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .orderBy('overwritten.id', 'desc')
    .execute()
}

const bytes = sql<number>`octet_length(text)`.as('bytes')

function sumOf(rows: readonly { bytes: number }[]): number {
  return rows.reduce((sum, row) => sum + row.bytes, 0)
}

/** Forgets all but the newest so many texts of a todo; gives back how many bytes they were. */
export async function forgetAllButNewest(tx: Tx, listId: string, todoId: string, kept: number): Promise<number> {
  const oldestKept = await tx
    .selectFrom('overwritten')
    .select('id')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .orderBy('id', 'desc')
    .offset(kept - 1)
    .limit(1)
    .executeTakeFirst()
  if (!oldestKept) return 0
  const forgotten = await tx
    .deleteFrom('overwritten')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .where('id', '<', oldestKept.id)
    .returning(bytes)
    .execute()
  return sumOf(forgotten)
}

/** Gives the overwritten texts of a todo to another one; gives back how many bytes they are. */
export async function moveOverwritten(
  tx: Tx,
  from: { listId: string; todoId: string },
  to: { listId: string; todoId: string },
): Promise<number> {
  const moved = await tx
    .updateTable('overwritten')
    .set({ list_id: to.listId, todo_id: to.todoId })
    .where('list_id', '=', from.listId)
    .where('todo_id', '=', from.todoId)
    .returning(bytes)
    .execute()
  return sumOf(moved)
}

/** Forgets the texts of a todo; gives back how many bytes they were. */
export async function removeOverwritten(tx: Tx, listId: string, todoId: string): Promise<number> {
  const removed = await tx
    .deleteFrom('overwritten')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .returning(bytes)
    .execute()
  return sumOf(removed)
}

/** The lists with texts that were overwritten before a moment (milliseconds). */
export function findListsWithOverwrittenBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('overwritten').select('list_id').distinct().where('at', '<', moment).execute()
}

/** Forgets what was overwritten in a list before a moment (milliseconds); gives back how many bytes that were. */
export async function forgetOverwrittenBefore(tx: Tx, listId: string, moment: number): Promise<number> {
  const forgotten = await tx
    .deleteFrom('overwritten')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .returning(bytes)
    .execute()
  return sumOf(forgotten)
}
