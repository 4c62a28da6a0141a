import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { engines, freshDatabase, type FreshDatabase } from '../../../test/every-database.ts'
import type { Database } from '../db.ts'
import { openPostgres } from '../postgres/open-postgres.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import { migrations, type Migrations } from './migrations.ts'

const before: Migrations = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0006'))

for (const engine of engines) {
  test(`todos of before are found by a search, and keep their order with broken positions (${engine})`, async (t) => {
    const fresh = await freshDatabase(engine)
    t.after(fresh.remove)
    const old = await openOld(fresh)
    for (const [id, position] of Object.entries({ sound: 'a0', broken: 'a1', last: 'a2' })) {
      await sql`insert into list values (${id}, 'list', 'n', null, 'u', 7, 1, 1, 0, null, 0)`.execute(old.db)
      await sql`insert into member values (${id}, 'u', 'owner', ${position}, 1, 0)`.execute(old.db)
    }
    await sql`insert into member values ('broken', 'other', 'editor', 'zz', 1, 0)`.execute(old.db)
    await sql`insert into member values ('last', 'other', 'editor', ${'zz1'.repeat(60)}, 1, 0)`.execute(old.db)
    const add = (list: string, id: string, position: string) =>
      sql`insert into todo values (${list}, ${id}, 'Stra\u00DFe', 'Caf\u00E9', 0, null, null, null, null, null, 0, ${'["\u00D6l"]'},
        null, null, ${position}, 0, 'u', 0, null, 5)`.execute(old.db)
    for (let n = 0; n < 450; n++) await add('sound', `t${1000 + n}`, `b${String(n).padStart(2, '1')}1`)
    await add('broken', 'first', '')
    await add('broken', 'second', 'a0')
    await add('broken', 'third', 'a00')
    await add('broken', 'fourth', `a1${'z'.repeat(150)}`)
    await old.close()

    const database = await open(fresh, migrations)
    const { db } = database
    const rows = await db.selectFrom('todo').selectAll().orderBy('position').orderBy('id').execute()
    assert.equal(
      rows.filter(({ folded, label_keys: keys }) => folded === 'strasse\ncafe\nol' && keys === '["ol"]').length,
      454,
    )
    const healed = rows.filter((row) => row.list_id === 'broken')
    assert.deepEqual(
      healed.map(({ id, position, ver }) => [id, position, ver]),
      [
        ['first', 'a0', 8],
        ['second', 'a1', 8],
        ['third', 'a2', 8],
        ['fourth', 'a3', 8],
      ],
    )
    assert.ok(rows.filter((row) => row.list_id === 'sound').every(({ ver }) => ver === 5))
    const members = await db.selectFrom('member').selectAll().orderBy('user_id').orderBy('position').execute()
    assert.deepEqual(
      members.map((member) => [member.user_id, member.list_id, member.position]),
      [
        ['other', 'broken', 'a0'],
        ['other', 'last', 'a1'],
        ['u', 'sound', 'a0'],
        ['u', 'broken', 'a1'],
        ['u', 'last', 'a2'],
      ],
    )
    await database.close()
  })
}

function open({ url, dataDir }: FreshDatabase, steps: Migrations): Promise<Database> {
  return url === 'sqlite:' ? openSqlite(dataDir, steps) : openPostgres(url, steps)
}

/** As it was before this step. A fresh database on PostgreSQL has all steps: it begins anew. */
async function openOld(fresh: FreshDatabase): Promise<Database> {
  if (fresh.url === 'sqlite:') return open(fresh, before)
  const migrated = await open(fresh, migrations)
  await sql`drop schema public cascade`.execute(migrated.db)
  await sql`create schema public`.execute(migrated.db)
  await migrated.close()
  return open(fresh, before)
}
