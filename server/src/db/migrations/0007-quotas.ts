import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { engineOf } from '../engine-of.ts'

/** What is charged to the owner of a list is counted on the list, and refused operations are found by their age. */
export const quotas: Migration = {
  async up(db: Kysely<unknown>) {
    const integer = engineOf(db) === 'sqlite' ? sql`integer` : sql`bigint`
    for (const column of ['todo_count', 'text_bytes']) {
      await db.schema
        .alterTable('list')
        .addColumn(column, integer, (definition) => definition.notNull().defaultTo(0))
        .execute()
    }
    await sql`
      update list set
        todo_count = (select count(*) from todo where todo.list_id = list.id),
        text_bytes = octet_length(name)
          + coalesce((
              select sum(octet_length(title) + octet_length(notes) + octet_length(labels))
              from todo where todo.list_id = list.id
            ), 0)
          + coalesce((select sum(octet_length(text)) from overwritten where overwritten.list_id = list.id), 0)
    `.execute(db)
    await db.schema.createIndex('list_owner').on('list').column('owner_id').execute()
    await sql`create index operation_refused on operation (at) where code is not null`.execute(db)
  },
}
