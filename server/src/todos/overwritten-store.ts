import type { Insertable, Selectable } from 'kysely'
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

/** Forgets all but the newest so many texts of a todo. */
export async function forgetAllButNewest(tx: Tx, listId: string, todoId: string, kept: number): Promise<void> {
  const oldestKept = await tx
    .selectFrom('overwritten')
    .select('id')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .orderBy('id', 'desc')
    .offset(kept - 1)
    .limit(1)
    .executeTakeFirst()
  if (!oldestKept) return
  await tx
    .deleteFrom('overwritten')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .where('id', '<', oldestKept.id)
    .execute()
}

/** Gives the overwritten texts of a todo to another one. */
export async function moveOverwritten(
  tx: Tx,
  from: { listId: string; todoId: string },
  to: { listId: string; todoId: string },
): Promise<void> {
  await tx
    .updateTable('overwritten')
    .set({ list_id: to.listId, todo_id: to.todoId })
    .where('list_id', '=', from.listId)
    .where('todo_id', '=', from.todoId)
    .execute()
}

export async function removeOverwritten(tx: Tx, listId: string, todoId: string): Promise<void> {
  await tx.deleteFrom('overwritten').where('list_id', '=', listId).where('todo_id', '=', todoId).execute()
}

/** Forgets what was overwritten before a moment (milliseconds). */
export async function forgetOverwrittenBefore(tx: Tx, moment: number): Promise<void> {
  await tx.deleteFrom('overwritten').where('at', '<', moment).execute()
}
