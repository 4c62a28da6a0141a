import { sql } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import { shownColumns } from './todo-store.ts'

type Range = { listId: string; after: number; limit: number }

/** The next todos of a list that changed after a `ver`, in its order: no more than how many bytes of text each has. */
export const findTodoSizesSince = compiledQuery((db, p: Range) =>
  db
    .selectFrom('todo')
    .select(['ver', sql<number>`octet_length(title) + octet_length(notes) + octet_length(labels)`.as('bytes')])
    .where('list_id', '=', p.listId)
    .where('ver', '>', p.after)
    .orderBy('ver')
    .limit(p.limit),
)

/** The next tombstones of a list after a `ver`, in the order of `ver`. */
export const findTombstonesSince = compiledQuery((db, p: Range) =>
  db
    .selectFrom('tombstone')
    .select(['id', 'ver'])
    .where('list_id', '=', p.listId)
    .where('ver', '>', p.after)
    .orderBy('ver')
    .limit(p.limit),
)

type Place = { listId: string; ver: number; id: string; upTo: number; limit: number }

/**
 * The next todos of a list after a `ver` and, within that, an id, in the order of both; none above the `ver` of `upTo`.
 */
export const findTodosAfterPlace = compiledQuery((db, p: Place) =>
  db
    .selectFrom('todo')
    .select(shownColumns)
    .where('list_id', '=', p.listId)
    .where('ver', '>=', p.ver)
    .where('ver', '<=', p.upTo)
    .where((row) => row.or([row('ver', '>', p.ver), row('id', '>', p.id)]))
    .orderBy('ver')
    .orderBy('id')
    .limit(p.limit),
)

/** The tombstones of a list after a `ver`, up to another. */
export const findTombstonesBetween = compiledQuery((db, p: { listId: string; after: number; upTo: number }) =>
  db
    .selectFrom('tombstone')
    .select(['id', 'ver'])
    .where('list_id', '=', p.listId)
    .where('ver', '>', p.after)
    .where('ver', '<=', p.upTo),
)
