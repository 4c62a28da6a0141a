import { sql } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db, Tx } from '../db/db.ts'

/** What somebody has in the lists they own; bytes of UTF-8. */
export type Holdings = { readonly lists: number; readonly todos: number; readonly bytes: number }

/** What somebody has who owns no list. */
export const NOTHING: Holdings = { lists: 0, todos: 0, bytes: 0 }

const listCount = sql<number>`count(*)`
// A sum of PostgreSQL is of a type without bounds, which would come as text.
const todoCount = sql<number>`cast(coalesce(sum(todo_count), 0) as bigint)`
const byteCount = sql<number>`cast(coalesce(sum(text_bytes), 0) as bigint)`

const holdings = compiledQuery((db, p: { ownerId: string }) =>
  db
    .selectFrom('list')
    .select([listCount.as('lists'), todoCount.as('todos'), byteCount.as('bytes')])
    .where('owner_id', '=', p.ownerId),
)

export async function findHoldings(db: Db, ownerId: string): Promise<Holdings> {
  return (await holdings(db, { ownerId }))[0] ?? NOTHING
}

/** What everybody who owns a list has, by their ids, in one query. */
export async function findHoldingsOfAll(db: Db): Promise<Map<string, Holdings>> {
  const rows = await db
    .selectFrom('list')
    .select(['owner_id', listCount.as('lists'), todoCount.as('todos'), byteCount.as('bytes')])
    .groupBy('owner_id')
    .execute()
  return new Map(rows.map(({ owner_id: ownerId, ...holdings }) => [ownerId, holdings]))
}

/** Takes from the counters of a list, which is locked, what was removed from it. */
export async function lowerCounters(tx: Tx, listId: string, { todos, bytes }: Omit<Holdings, 'lists'>): Promise<void> {
  await tx
    .updateTable('list')
    .set(({ eb }) => ({ todo_count: eb('todo_count', '-', todos), text_bytes: eb('text_bytes', '-', bytes) }))
    .where('id', '=', listId)
    .execute()
}
