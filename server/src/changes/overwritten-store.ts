import { sql, type Insertable } from 'kysely'
import type { Tx } from '../db/db.ts'
import type { OverwrittenTable } from '../db/schema.ts'

export async function insertOverwritten(tx: Tx, text: Insertable<OverwrittenTable>): Promise<void> {
  await tx.insertInto('overwritten').values(text).execute()
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
