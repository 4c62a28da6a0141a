import { sql } from 'kysely'
import type { TodosQuery } from '@tally/contract'
import { labelKey } from '@tally/contract/labels'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db } from '../db/db.ts'
import type { TodoRow } from '../db/schema.ts'
import { shownColumns, type ShownTodoRow } from './todo-store.ts'

/** A list whose todos I see, and the counter that tells whether they changed in this epoch of the database. */
export type ListHead = { id: string; head: number; epoch: string }

/** What the rows of a page must be like. */
export type PageFilter = Pick<TodosQuery, 'completed' | 'label' | 'dueBefore' | 'dueAfter' | 'assignee' | 'deleted'>

/** My lists outside the trash with their counters, in id order. Asked by every read of todos. */
export const findListHeads: (db: Db, p: { userId: string }) => Promise<ListHead[]> = compiledQuery(
  (db, p: { userId: string }) =>
    db
      .selectFrom('member')
      .innerJoin('list', 'list.id', 'member.list_id')
      .innerJoin('meta', (join) => join.on('meta.key', '=', 'epoch'))
      .select(['list.id', 'list.head', 'meta.value as epoch'])
      .where('member.user_id', '=', p.userId)
      .where('list.deleted_at', 'is', null)
      .orderBy('list.id'),
)

/** The next ids in a list after an id, in id order; the key of the table is walked, nothing is skipped or counted. */
export const findIdsAfter = compiledQuery((db, p: { listId: string; after: string; limit: number }) =>
  db
    .selectFrom('todo')
    .select('id')
    .where('list_id', '=', p.listId)
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(p.limit),
)

/** The todos of a list after an id, and up to another. */
type IdRange = { readonly listId: string; readonly after: string; readonly upTo: string }

/** Those todos of a range that fit the filter, in id order. */
export function findTodosBetween(db: Db, range: IdRange, filter: PageFilter, limit: number): Promise<ShownTodoRow[]> {
  return todosBetween(db, range, filter).select(shownColumns).limit(limit).execute()
}

/** Of the same todos, only what a search reads. */
export function findFoldedBetween(
  db: Db,
  range: IdRange,
  filter: PageFilter,
): Promise<Pick<TodoRow, 'id' | 'folded'>[]> {
  return todosBetween(db, range, filter).select(['id', 'folded']).execute()
}

/** These todos of a list, in id order. */
export function findTodosByIds(db: Db, listId: string, ids: readonly string[]): Promise<ShownTodoRow[]> {
  return db
    .selectFrom('todo')
    .select(shownColumns)
    .where('list_id', '=', listId)
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
}

function todosBetween(db: Db, { listId, after, upTo }: IdRange, filter: PageFilter) {
  const { completed, label, dueBefore, dueAfter, assignee, deleted } = filter
  let rows = db
    .selectFrom('todo')
    .where('list_id', '=', listId)
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .where('deleted_at', deleted ? 'is not' : 'is', null)
  if (completed !== undefined) rows = rows.where('completed', '=', completed ? 1 : 0)
  if (dueBefore !== undefined) rows = rows.where('due_on', '<', dueBefore)
  if (dueAfter !== undefined) rows = rows.where('due_on', '>', dueAfter)
  if (assignee !== undefined) rows = rows.where('assignee_id', '=', assignee)
  // The keys are a JSON array of words: a word is in it when its quoted form is. Unlike LIKE, `replace` compares the
  // same way on both engines.
  if (label !== undefined) {
    const without = sql<string>`replace(label_keys, ${JSON.stringify(labelKey(label))}, '')`
    rows = rows.where(without, '!=', sql<string>`label_keys`)
  }
  return rows.orderBy('id')
}
