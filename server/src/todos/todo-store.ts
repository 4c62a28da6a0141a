import { compiledQuery } from '../db/compiled-query.ts'
import type { Db, Tx } from '../db/db.ts'
import type { TodoRow } from '../db/schema.ts'

/** A todo as people see it: without the columns that only searching reads, which are as long as the notes. */
export type ShownTodoRow = Omit<TodoRow, 'folded' | 'label_keys'>

/** The columns of {@link ShownTodoRow}, for reading many todos. */
export const shownColumns = [
  'list_id',
  'id',
  'title',
  'notes',
  'completed',
  'completed_at',
  'due_on',
  'due_time',
  'time_zone',
  'repeat',
  'priority',
  'labels',
  'parent_id',
  'assignee_id',
  'position',
  'created_at',
  'created_by',
  'updated_at',
  'deleted_at',
  'ver',
] as const satisfies readonly (keyof ShownTodoRow)[]

const myTodoById = compiledQuery((db, p: { userId: string; id: string }) =>
  db
    .selectFrom('todo')
    .innerJoin('member', 'member.list_id', 'todo.list_id')
    .selectAll('todo')
    .where('todo.id', '=', p.id)
    .where('member.user_id', '=', p.userId),
)

/** The todo with that id, when it is in one of my lists. */
export async function findMyTodo(db: Db, userId: string, id: string): Promise<TodoRow | undefined> {
  return (await myTodoById(db, { userId, id }))[0]
}

/** Completed todos of a list outside the trash, `limit` of them at most. */
export function findCompletedIds(tx: Tx, listId: string, limit: number): Promise<{ id: string }[]> {
  return tx
    .selectFrom('todo')
    .select('id')
    .where('list_id', '=', listId)
    .where('completed', '=', 1)
    .where('deleted_at', 'is', null)
    .limit(limit)
    .execute()
}

const listIdById = compiledQuery((db, p: { id: string }) =>
  db.selectFrom('todo').select('list_id').where('id', '=', p.id),
)

/** The list that a todo is in, whoever has that. */
export async function findListIdOf(tx: Tx, id: string): Promise<string | undefined> {
  return (await listIdById(tx, { id }))[0]?.list_id
}
