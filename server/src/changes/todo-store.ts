import type { Updateable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import { idsIn } from '../db/ids-in.ts'
import type { Db, Tx } from '../db/db.ts'
import type { TodoRow, TodoTable } from '../db/schema.ts'

const todoByKey = compiledQuery((db, p: { listId: string; id: string }) =>
  db.selectFrom('todo').selectAll().where('list_id', '=', p.listId).where('id', '=', p.id),
)

export async function findTodo(db: Db, listId: string, id: string): Promise<TodoRow | undefined> {
  return (await todoByKey(db, { listId, id }))[0]
}

const parentById = compiledQuery((db, p: { listId: string; id: string }) =>
  db.selectFrom('todo').select('parent_id').where('list_id', '=', p.listId).where('id', '=', p.id),
)

export async function findParentId(
  tx: Tx,
  listId: string,
  id: string,
): Promise<{ parent_id: string | null } | undefined> {
  return (await parentById(tx, { listId, id }))[0]
}

const childIds = compiledQuery((db, p: { listId: string; parentIds: string; limit: number }, engine) =>
  db
    .selectFrom('todo')
    .select('id')
    .where('list_id', '=', p.listId)
    .where('parent_id', 'in', idsIn(p.parentIds, engine))
    .limit(p.limit),
)

/** The todos right below any of these, `limit` of them at most. */
export async function findChildIds(
  tx: Tx,
  listId: string,
  parentIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await childIds(tx, { listId, parentIds: JSON.stringify(parentIds), limit })
  return rows.map(({ id }) => id)
}

const todoInsert = compiledQuery((db, p: TodoRow) =>
  db
    .insertInto('todo')
    .values({
      list_id: p.list_id,
      id: p.id,
      title: p.title,
      notes: p.notes,
      completed: p.completed,
      completed_at: p.completed_at,
      due_on: p.due_on,
      due_time: p.due_time,
      time_zone: p.time_zone,
      repeat: p.repeat,
      priority: p.priority,
      labels: p.labels,
      parent_id: p.parent_id,
      assignee_id: p.assignee_id,
      position: p.position,
      created_at: p.created_at,
      created_by: p.created_by,
      updated_at: p.updated_at,
      deleted_at: p.deleted_at,
      ver: p.ver,
      folded: p.folded,
      label_keys: p.label_keys,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

/**
 * Adds a todo unless its id is in use, in whatever list; says whether it did. Where somebody is adding the same id at
 * this moment it waits for what becomes of theirs, and fails nobody's transaction.
 */
export async function insertTodo(tx: Tx, todo: TodoRow): Promise<boolean> {
  return (await todoInsert(tx, todo)).length === 1
}

export async function updateTodo(tx: Tx, listId: string, id: string, fields: Updateable<TodoTable>): Promise<void> {
  await tx.updateTable('todo').set(fields).where('list_id', '=', listId).where('id', '=', id).execute()
}

/**
 * Takes a todo out of a list for good and leaves a tombstone, so that replicas of the list drop it, too. `at` in
 * milliseconds.
 */
export async function deleteLeavingTombstone(
  tx: Tx,
  listId: string,
  id: string,
  ver: number,
  at: number,
): Promise<void> {
  await tx.deleteFrom('todo').where('list_id', '=', listId).where('id', '=', id).execute()
  await tx
    .insertInto('tombstone')
    .values({ list_id: listId, id, ver, at })
    .onConflict((conflict) => conflict.columns(['list_id', 'id']).doUpdateSet({ ver, at }))
    .execute()
}

const tombstoneDelete = compiledQuery((db, p: { listId: string; id: string }) =>
  db.deleteFrom('tombstone').where('list_id', '=', p.listId).where('id', '=', p.id),
)

export async function removeTombstone(tx: Tx, listId: string, id: string): Promise<void> {
  await tombstoneDelete(tx, { listId, id })
}
