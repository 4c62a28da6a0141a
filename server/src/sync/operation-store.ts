import type { Insertable, Selectable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Tx } from '../db/db.ts'
import type { OperationTable } from '../db/schema.ts'

const operationByKey = compiledQuery((db, p: { listId: string; id: string }) =>
  db.selectFrom('operation').selectAll().where('list_id', '=', p.listId).where('id', '=', p.id),
)

export async function findOperation(
  tx: Tx,
  listId: string,
  id: string,
): Promise<Selectable<OperationTable> | undefined> {
  return (await operationByKey(tx, { listId, id }))[0]
}

export async function insertOperation(tx: Tx, operation: Insertable<OperationTable>): Promise<void> {
  await tx.insertInto('operation').values(operation).execute()
}
