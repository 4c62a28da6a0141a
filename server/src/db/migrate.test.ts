import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Kysely } from 'kysely'
import { engines, freshDatabase, type FreshDatabase } from '../../test/every-database.ts'
import type { Database } from './db.ts'
import { migrations, type Migrations } from './migrations/migrations.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'

const withSecond: Migrations = {
  ...migrations,
  '9998-second': {
    up: (db: Kysely<unknown>) => db.schema.createTable('second').addColumn('a', 'integer').execute(),
  },
}

const withFailure: Migrations = {
  ...withSecond,
  '9999-failing': {
    up: async () => {
      throw new Error('no such luck')
    },
  },
}

for (const engine of engines) {
  test(`a kill in the middle of a migration leaves nothing half done (${engine})`, async (t) => {
    const fresh = await freshDatabase(engine)
    t.after(fresh.remove)
    await (await open(fresh, migrations)).close()
    const killed = spawnSync(process.execPath, [
      fileURLToPath(import.meta.resolve('../../test/killed-migration.ts')),
      fresh.url,
      fresh.dataDir,
    ])
    assert.equal(killed.signal, 'SIGKILL')
    const database = await open(fresh, migrations)
    assert.ok(!(await tablesOf(database)).includes('half'))
    await database.close()
  })

  test(`a migration that fails undoes those before it and stops the start (${engine})`, async (t) => {
    const fresh = await freshDatabase(engine)
    t.after(fresh.remove)
    await (await open(fresh, migrations)).close()
    await assert.rejects(open(fresh, withFailure), { name: 'StartError', message: /is as it was: no such luck/ })
    const database = await open(fresh, migrations)
    assert.ok(!(await tablesOf(database)).includes('second'))
    await database.close()
  })

  test(`a database made by a newer Tally is refused (${engine})`, async (t) => {
    const fresh = await freshDatabase(engine)
    t.after(fresh.remove)
    const database = await open(fresh, withSecond)
    assert.ok((await tablesOf(database)).includes('second'))
    await database.close()
    await assert.rejects(open(fresh, migrations), { name: 'StartError', message: /newer Tally.*9998-second/ })
    await (await open(fresh, withSecond)).close()
  })
}

test('two instances that start at once on an empty PostgreSQL both come up', async (t) => {
  const fresh = await freshDatabase('postgres')
  t.after(fresh.remove)
  const databases = await Promise.all([open(fresh, withSecond), open(fresh, withSecond), open(fresh, withSecond)])
  await Promise.all(databases.map((database) => database.close()))
})

test('before a migration the database is copied, and the copy is whole', async (t) => {
  const fresh = await freshDatabase('sqlite')
  t.after(fresh.remove)
  const before = await open(fresh, migrations)
  assert.ok(!readdirSync(fresh.dataDir).includes('backups'))
  await before.db.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
  await before.close()
  await (await open(fresh, withSecond)).close()

  const backups = join(fresh.dataDir, 'backups')
  const [name, ...others] = readdirSync(backups)
  assert.match(name ?? '', /^before-9998-second-\d{8}T\d{9}Z\.sqlite$/)
  assert.deepEqual(others, [])
  const copy = new DatabaseSync(join(backups, name ?? ''), { readOnly: true })
  assert.equal(copy.prepare("select value from meta where key = 'k'").get()?.['value'], 'v')
  assert.equal(copy.prepare("select name from sqlite_schema where name = 'second'").get(), undefined)
  copy.close()
})

function open({ url, dataDir }: FreshDatabase, steps: Migrations): Promise<Database> {
  return url === 'sqlite:' ? openSqlite(dataDir, steps) : openPostgres(url, steps)
}

async function tablesOf({ db }: Database): Promise<string[]> {
  return (await db.introspection.getTables()).map((table) => table.name)
}
