import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { engineOf } from '../engine-of.ts'

/** A session that ended because its refresh token was used twice is kept until the person knows of it. */
export const reuse: Migration = {
  async up(db: Kysely<unknown>) {
    const integer = engineOf(db) === 'sqlite' ? sql`integer` : sql`bigint`
    await db.schema.alterTable('session').addColumn('reused_at', integer).execute()
  },
}
