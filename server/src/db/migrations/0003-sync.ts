import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { engineOf } from '../engine-of.ts'
import { createTable } from './create-table.ts'

/**
 * What syncing and sharing came to need: how far back tombstones go, since when people share, and overwritten texts.
 */
export const sync: Migration = {
  async up(db: Kysely<Changed>) {
    const integer = engineOf(db) === 'sqlite' ? sql`integer` : sql`bigint`
    for (const [table, column] of [
      ['list', 'floor'],
      ['tombstone', 'at'],
      ['member', 'since'],
    ] as const) {
      await db.schema
        .alterTable(table)
        .addColumn(column, integer, (definition) => definition.notNull().defaultTo(0))
        .execute()
    }
    // Those that are there count as made today: they are kept for the whole time.
    await db.updateTable('tombstone').set({ at: Date.now() }).execute()
    await db.schema.createIndex('tombstone_at').on('tombstone').column('at').execute()
    await db.schema.createIndex('operation_at').on('operation').column('at').execute()

    await createTable(db, 'overwritten', ['list_id', 'todo_id', 'id'], {
      list_id: 'text',
      todo_id: 'text',
      id: 'text',
      field: 'text',
      text: 'text',
      at: 'integer',
      by_id: 'text',
    })
    await db.schema.createIndex('overwritten_at').on('overwritten').column('at').execute()
  },
}

type Changed = { tombstone: { at: number } }
