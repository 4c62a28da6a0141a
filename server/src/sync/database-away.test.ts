import assert from 'node:assert/strict'
import dns from 'node:dns'
import test, { type TestContext } from 'node:test'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import { startPostgres } from '../../test/postgres-server.ts'
import { testServer, type TestServer } from '../../test/test-server.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../http/id.ts'

/** A device that pushes one change. */
async function deviceOf({ as }: TestServer) {
  const ada = await as('ada')
  const [inbox] = (await ada.call(contract.listLists)).body
  const listId = inbox?.id ?? ''
  const operation = { id: newId(), type: 'todo.put' as const, listId, key: newId(), fields: { title: 'Buy milk' } }
  return { push: () => ada.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops: [operation] } }) }
}

/** A server whose database ends each push in its own way, and a device that pushes one change. */
async function pushTo(t: TestContext, when: string, fails: string) {
  const server = await testServer(t, 'postgres')
  const { db } = server.tally.accounts
  const { push } = await deviceOf(server)
  const failing = `create function fail() returns trigger language plpgsql as $$ begin ${fails}; return null; end $$`
  await sql.raw(failing).execute(db)
  await sql
    .raw(`create constraint trigger fail after insert on operation ${when} for each row execute function fail()`)
    .execute(db)
  return { push, mend: () => sql`drop trigger fail on operation`.execute(db) }
}

const ways = [
  // A deferred constraint runs at COMMIT.
  ['breaks off as it commits', 'deferrable initially deferred', 'perform pg_terminate_backend(pg_backend_pid())'],
  ['is too busy', '', "raise 'canceling statement due to statement timeout' using errcode = 'query_canceled'"],
] as const
for (const [what, when, fails] of ways) {
  test(`a push whose database ${what} is unavailable, and good when it is sent again`, async (t) => {
    const { push, mend } = await pushTo(t, when, fails)
    const lost = await push()
    assert.deepEqual([lost.status, lost.problem], [503, 'unavailable'])
    await mend()
    const [verdict] = (await push()).body.results
    assert.equal(verdict?.ok, true)
  })
}

test('while the name of the database cannot be resolved Tally is unavailable, and good afterwards', async (t) => {
  const postgres = await startPostgres()
  const server = await testServer(t, 'postgres', { DATABASE_URL: postgres.url.replace('127.0.0.1', 'localhost') })
  t.after(() => postgres.stop())
  // Nobody signed in: for those the database is asked earlier, whether their session is still good.
  const ask = () => server.nobody().call(contract.getSetup)
  const unresolved = t.mock.method(dns, 'lookup', (name: string, _options: object, answer: (error: Error) => void) => {
    answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }))
  })
  const others = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`
  await others.execute(server.tally.accounts.db).catch(() => undefined)
  const refused = await ask()
  assert.deepEqual([refused.status, refused.problem], [503, 'unavailable'])
  assert.notEqual(unresolved.mock.callCount(), 0)
  unresolved.mock.restore()
  assert.equal((await ask()).status, 200)
})

/** Takes as many connections of the pool as there are to be had; gives what lets go of them. */
async function takeConnections(db: Db, count: number): Promise<() => Promise<void>> {
  const release = Promise.withResolvers<void>()
  const taken = Array.from({ length: count }, () => {
    const begun = Promise.withResolvers<void>()
    const transaction = db.transaction().execute(() => {
      begun.resolve()
      return release.promise
    })
    return { begun: begun.promise, ended: transaction.catch(begun.reject) }
  })
  await Promise.allSettled(taken.map(({ begun }) => begun))
  return async () => {
    release.resolve()
    await Promise.all(taken.map(({ ended }) => ended))
  }
}

const crowds = [
  ['Tally has taken all the connections it may have', []],
  ['PostgreSQL has no connection left', ['max_connections=8']],
] as const
for (const [what, settings] of crowds) {
  test(`a push while ${what} is unavailable, and good when it is sent again`, async (t) => {
    const postgres = await startPostgres(settings)
    const server = await testServer(t, 'postgres', { DATABASE_URL: postgres.url })
    t.after(() => postgres.stop())
    const { push } = await deviceOf(server)
    const release = await takeConnections(server.tally.accounts.db, 10)
    const refused = await push()
    await release()
    assert.deepEqual([refused.status, refused.problem, refused.headers.get('retry-after')], [503, 'unavailable', '5'])
    const [verdict] = (await push()).body.results
    assert.equal(verdict?.ok, true)
  })
}
