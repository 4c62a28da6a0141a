import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { engineOf } from '../engine-of.ts'
import { createTable } from './create-table.ts'

/** What sign-in came to need: one-time passwords, invitations, the audit log, and counts of failed sign-ins. */
export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    const integer = engineOf(db) === 'sqlite' ? sql`integer` : sql`bigint`
    await db.schema.alterTable('account').addColumn('password_ends_at', integer).execute()

    await createTable(db, 'invitation', ['id'], {
      id: 'text',
      token_hash: 'text',
      role: 'text',
      invited_by: 'text',
      created_at: 'integer',
      expires_at: 'integer',
    })
    await db.schema.createIndex('invitation_token').unique().on('invitation').column('token_hash').execute()

    await createTable(db, 'audit', ['id'], {
      id: 'text',
      at: 'integer',
      kind: 'text',
      actor_id: 'text or null',
      actor_name: 'text or null',
      subject_id: 'text or null',
      subject_name: 'text or null',
      address: 'text or null',
      device: 'text or null',
      detail: 'text or null',
    })
    for (const column of ['kind', 'actor_id', 'subject_id']) {
      await db.schema.createIndex(`audit_${column}`).on('audit').columns([column, 'id']).execute()
    }

    await createTable(db, 'sign_in_budget', ['key'], {
      key: 'text',
      failures: 'integer',
      blocked_until: 'integer',
      updated_at: 'integer',
    })
    await db.schema.createIndex('sign_in_budget_updated').on('sign_in_budget').column('updated_at').execute()
  },
}
