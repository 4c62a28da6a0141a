import type { Kysely } from 'kysely'
import { createTable } from './create-table.ts'
import type { Step } from './step.ts'

/** What sharing by invitation and by link needs. Whoever is a member stays one. */
export const invitations: Step = {
  async up(db: Kysely<unknown>) {
    await createTable(db, 'list_invitation', ['list_id', 'user_id'], {
      list_id: 'text',
      user_id: 'text',
      role: 'text',
      list_name: 'text',
      invited_by: 'text',
      created_at: 'integer',
      expires_at: 'integer',
    })
    await createTable(db, 'list_refusal', ['list_id', 'user_id', 'invited_by'], {
      list_id: 'text',
      user_id: 'text',
      invited_by: 'text',
      expires_at: 'integer',
    })
    await createTable(db, 'list_link', ['list_id', 'id'], {
      list_id: 'text',
      id: 'text',
      token_hash: 'text',
      role: 'text',
      made_by: 'text',
      created_at: 'integer',
      expires_at: 'integer',
    })
    for (const table of ['list_invitation', 'list_refusal']) {
      await db.schema.createIndex(`${table}_user`).on(table).column('user_id').execute()
    }
    await db.schema.createIndex('list_link_token').unique().on('list_link').column('token_hash').execute()
    for (const table of ['list_invitation', 'list_refusal', 'list_link']) {
      await db.schema.createIndex(`${table}_expires`).on(table).column('expires_at').execute()
    }
  },
}
