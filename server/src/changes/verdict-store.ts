import type { Selectable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db, Tx } from '../db/db.ts'
import type { OperationTable } from '../db/schema.ts'

type OperationKey = { listId: string; userId: string; id: string }

const operationByKey = compiledQuery((db, p: OperationKey) =>
  db
    .selectFrom('operation')
    .selectAll()
    .where('list_id', '=', p.listId)
    .where('user_id', '=', p.userId)
    .where('id', '=', p.id),
)

export async function findOperation(tx: Tx, key: OperationKey): Promise<Selectable<OperationTable> | undefined> {
  return (await operationByKey(tx, key))[0]
}

const operationInsert = compiledQuery((db, p: Selectable<OperationTable>) =>
  db
    .insertInto('operation')
    .values({ list_id: p.list_id, user_id: p.user_id, id: p.id, at: p.at, ver: p.ver, code: p.code }),
)

export async function insertOperation(tx: Tx, operation: Selectable<OperationTable>): Promise<void> {
  await operationInsert(tx, operation)
}

/** The lists with verdicts from before a moment (milliseconds). */
export function findListsWithOperationsBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('operation').select('list_id').distinct().where('at', '<', moment).execute()
}

/** Forgets verdicts from before a moment (milliseconds), about `limit` of them; says how many. */
export function forgetOperationsBefore(tx: Tx, listId: string, moment: number, limit: number): Promise<number> {
  return forgetSome(tx, { listId, moment, limit, onlyRefused: false })
}

/** The same of refusals only. */
export function findListsWithRefusalsBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db
    .selectFrom('operation')
    .select('list_id')
    .distinct()
    .where('at', '<', moment)
    .where('code', 'is not', null)
    .execute()
}

export function forgetRefusalsBefore(tx: Tx, listId: string, moment: number, limit: number): Promise<number> {
  return forgetSome(tx, { listId, moment, limit, onlyRefused: true })
}

async function forgetSome(
  tx: Tx,
  { listId, moment, limit, onlyRefused }: { listId: string; moment: number; limit: number; onlyRefused: boolean },
): Promise<number> {
  const old = tx
    .selectFrom('operation')
    .select('id')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .$if(onlyRefused, (some) => some.where('code', 'is not', null))
    .limit(limit)
  const { numDeletedRows } = await tx
    .deleteFrom('operation')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .$if(onlyRefused, (some) => some.where('code', 'is not', null))
    .where('id', 'in', old)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
