import type { Selectable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Tx } from '../db/db.ts'
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

export async function findVerdictRow(tx: Tx, key: OperationKey): Promise<Selectable<OperationTable> | undefined> {
  return (await operationByKey(tx, key))[0]
}

const operationInsert = compiledQuery((db, p: Selectable<OperationTable>) =>
  db
    .insertInto('operation')
    .values({ list_id: p.list_id, user_id: p.user_id, id: p.id, at: p.at, ver: p.ver, code: p.code }),
)

export async function insertVerdictRow(tx: Tx, operation: Selectable<OperationTable>): Promise<void> {
  await operationInsert(tx, operation)
}
