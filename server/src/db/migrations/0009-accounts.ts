import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { usernameSkeleton } from '@tally/contract/usernames'

type Account = { id: string; username: string }

/** What usernames look like, so that nobody takes one that looks like another's. Those there are may look alike. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('account')
      .addColumn('username_skeleton', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await db.schema.createIndex('account_skeleton').on('account').column('username_skeleton').execute()
    const { rows } = await sql<Account>`select id, username from account`.execute(db)
    for (const { id, username } of rows) {
      await sql`update account set username_skeleton = ${usernameSkeleton(username)} where id = ${id}`.execute(db)
    }
  },
}
