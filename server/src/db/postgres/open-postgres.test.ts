import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import test from 'node:test'
import { sql } from 'kysely'
import { freshDatabase, openFreshDatabase } from '../../../test/every-database.ts'
import { onServer } from '../../../test/postgres-database.ts'
import { startPostgres } from '../../../test/postgres-server.ts'
import { openDatabase } from '../open-database.ts'
import { requirePrivateWay } from './open-postgres.ts'
import type { Tx } from '../db.ts'
import { StartError } from '../start-error.ts'
import { inTransaction } from '../transaction.ts'

test('a PostgreSQL that cannot be used is refused with one line that says why', async (t) => {
  const fresh = await freshDatabase('postgres')
  t.after(fresh.remove)
  await refused(fresh.dataDir, changed(fresh.url, { password: 'wrong-one' }), /refuses the user or password/)
  const nameless = changed(fresh.url, { username: '', password: '' })
  await refused(fresh.dataDir, nameless, new RegExp(`refuses the user or password .*user ${userInfo().username}\\)`))
  await refused(fresh.dataDir, changed(fresh.url, { pathname: '/nowhere' }), /has no database nowhere/)
  await refused(fresh.dataDir, changed(fresh.url, { port: '1' }), /127\.0\.0\.1:1 cannot be used/)
  await refused(fresh.dataDir, 'postgres://a:b:c:d', /not a valid address/)
})

test('a PostgreSQL over a network without verified TLS is refused with one line, one on this machine is not', () => {
  const open = [
    'postgres://tally:secret@db.example.org/tally',
    'postgres://tally:secret@192.0.2.7:5432/tally',
    'postgres://tally:secret@[2001:db8::1]/tally',
    'postgres://tally:secret@127.0.0.1.example.org/tally',
    'postgres://tally:secret@localhost/tally?host=db.example.org',
    'postgres://tally:secret@db.example.org/tally?sslmode=disable',
    'postgres://tally:secret@db.example.org/tally?sslmode=no-verify',
    'postgres://tally:secret@db.example.org/tally?uselibpqcompat=true&sslmode=require',
  ]
  for (const url of open) {
    assert.throws(
      () => requirePrivateWay(url),
      (error) =>
        error instanceof StartError && error.message.includes('verified TLS') && !error.message.includes('secret'),
      url,
    )
  }
  const closed = [
    'postgres://tally:secret@db.example.org/tally?sslmode=verify-full',
    'postgres://tally:secret@localhost/tally',
    'postgres://tally:secret@127.0.0.1:5432/tally',
    'postgres://tally:secret@[::1]:5432/tally',
    'postgres:///tally?host=/var/run/postgresql',
    'postgres://tally@%2Fvar%2Frun%2Fpostgresql/tally',
  ]
  for (const url of closed) assert.doesNotThrow(() => requirePrivateWay(url), url)
})

test('a PostgreSQL that forgets commits is refused: synchronous_commit', async (t) => {
  const fresh = await freshDatabase('postgres')
  t.after(fresh.remove)
  const name = new URL(fresh.url).pathname.slice(1)
  await onServer((client) => client.query(`alter database ${name} set synchronous_commit = off`))
  await refused(fresh.dataDir, fresh.url, /synchronous_commit=off/)
})

test('a PostgreSQL that forgets commits is refused: fsync', async (t) => {
  const careless = await startPostgres(['fsync=off'])
  t.after(() => careless.stop())
  const { dataDir, remove } = await freshDatabase('sqlite')
  t.after(remove)
  await refused(dataDir, careless.url, /fsync=off/)
})

test('statements are parsed once per connection', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  const names = await inTransaction(db, async (tx) => {
    for (const key of ['a', 'b', 'c']) await tx.selectFrom('meta').select('value').where('key', '=', key).execute()
    return preparedStatements(tx)
  })
  assert.equal(names.filter((text) => text.startsWith('select "value" from "meta"')).length, 1)
})

async function preparedStatements(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(tx)
  return rows.map((row) => row.statement)
}

function changed(url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port'>>): string {
  return Object.assign(new URL(url), parts).href
}

async function refused(dataDir: string, url: string, reason: RegExp): Promise<void> {
  await assert.rejects(openDatabase({ url, dataDir }), (error) => {
    assert.ok(error instanceof StartError)
    assert.match(error.message, reason)
    assert.doesNotMatch(error.message, /wrong-one|\n/)
    return true
  })
}
