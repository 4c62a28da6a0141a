import { sql, type CreateTableBuilder, type Kysely } from 'kysely'
import { engineOf } from '../engine-of.ts'

type Column = 'text' | 'text or null' | 'integer' | 'integer or null'

/**
 * On SQLite the table checks types and, when its key is more than an id, is stored in the order of the key, so that a
 * list is read in one piece. On PostgreSQL text sorts by bytes, as it does on SQLite, and integers have 64 bits.
 */
export async function createTable<Tables>(
  db: Kysely<Tables>,
  name: string,
  key: readonly [string, ...string[]],
  columns: Record<string, Column>,
) {
  const sqlite = engineOf(db) === 'sqlite'
  const text = sqlite ? sql`text` : sql`text collate "C"`
  const integer = sqlite ? sql`integer` : sql`bigint`

  let table: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(columns)) {
    table = table.addColumn(column, type.startsWith('text') ? text : integer, (definition) =>
      type.endsWith('or null') ? definition : definition.notNull(),
    )
  }
  table = table.addPrimaryKeyConstraint(`${name}_key`, [...key])
  if (sqlite) table = table.modifyEnd(key.length === 1 ? sql`strict` : sql`strict, without rowid`)
  await table.execute()
}
