import { compiledQuery } from './compiled-query.ts'
import type { Db } from './db.ts'

const epochRow = compiledQuery((db, p: { key: string }) =>
  db.selectFrom('meta').select('value').where('key', '=', p.key),
)

/** The epoch of the database: another one means that it was put back to an earlier state. */
export async function readEpoch(db: Db): Promise<string> {
  const [epoch] = await epochRow(db, { key: 'epoch' })
  if (!epoch) throw new Error('A database without an epoch')
  return epoch.value
}
