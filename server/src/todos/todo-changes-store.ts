import { compiledQuery } from '../db/compiled-query.ts'
import { shownColumns } from './todo-store.ts'

type Range = { listId: string; after: number; limit: number }
type OneVer = { listId: string; ver: number }

/** The next todos of a list that changed after a `ver`, in the order of `ver`. */
export const findTodosSince = compiledQuery((db, p: Range) =>
  db
    .selectFrom('todo')
    .select(shownColumns)
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

export const findTodosOfVer = compiledQuery((db, p: OneVer) =>
  db.selectFrom('todo').select(shownColumns).where('list_id', '=', p.listId).where('ver', '=', p.ver),
)

export const findTombstonesOfVer = compiledQuery((db, p: OneVer) =>
  db.selectFrom('tombstone').select(['id', 'ver']).where('list_id', '=', p.listId).where('ver', '=', p.ver),
)
