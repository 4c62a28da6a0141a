import type { Kysely } from 'kysely'
import { openPostgres } from '../src/db/postgres/open-postgres.ts'
import { openSqlite } from '../src/db/sqlite/open-sqlite.ts'
import { migrations } from '../src/db/migrations/migrations.ts'

/** A process that kills itself in the middle of a migration. Takes the address and the folder of the database. */
const [url = '', dataDir = ''] = process.argv.slice(2)
const withKiller = {
  ...migrations,
  '9998-killed': {
    async up(db: Kysely<unknown>) {
      await db.schema.createTable('half').addColumn('a', 'integer').execute()
      process.kill(process.pid, 'SIGKILL')
    },
  },
}
await (url === 'sqlite:' ? openSqlite(dataDir, withKiller) : openPostgres(url, withKiller))
