import { sql } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Tx } from '../db/db.ts'

/** Where a todo stands in its list. */
export type Place = { id: string; position: string }

type Around = { listId: string; position: string; limit: number }

const lastPosition = compiledQuery((db, p: { listId: string }) =>
  db.selectFrom('todo').select('position').where('list_id', '=', p.listId).orderBy('position', 'desc').limit(1),
)

/** The position of the last todo of a list, the trash included: what is restored comes back to its place. */
export async function findLastPosition(tx: Tx, listId: string): Promise<string | undefined> {
  return (await lastPosition(tx, { listId }))[0]?.position
}

/** The todos at a position and before it, the nearest first. */
export const findPlacesUpTo: (tx: Tx, p: Around) => Promise<Place[]> = compiledQuery((db, p: Around) =>
  db
    .selectFrom('todo')
    .select(['id', 'position'])
    .where('list_id', '=', p.listId)
    .where('position', '<=', p.position)
    .orderBy('position', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
)

/** The todos after a position, the nearest first. */
export const findPlacesAbove: (tx: Tx, p: Around) => Promise<Place[]> = compiledQuery((db, p: Around) =>
  db
    .selectFrom('todo')
    .select(['id', 'position'])
    .where('list_id', '=', p.listId)
    .where('position', '>', p.position)
    .orderBy('position')
    .orderBy('id')
    .limit(p.limit),
)

/** Gives todos of a list these positions, all in one statement. */
export async function placeTodos(tx: Tx, listId: string, places: readonly Place[], ver: number): Promise<void> {
  const rows = places.map(({ id, position }) => sql`(${id}, ${position})`)
  await sql`
    with placed (id, position) as (values ${sql.join(rows)})
    update todo set position = placed.position, ver = cast(${ver} as bigint)
    from placed where todo.list_id = ${listId} and todo.id = placed.id
  `.execute(tx)
}
