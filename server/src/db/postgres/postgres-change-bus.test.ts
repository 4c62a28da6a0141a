import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test, { type TestContext } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../../test/every-database.ts'
import { onServer } from '../../../test/postgres-database.ts'
import { until } from '../../../test/until.ts'
import type { Database } from '../db.ts'
import { openDatabase } from '../open-database.ts'
import { inTransaction } from '../transaction.ts'

/** Two instances; what `there` hears of the topic `words`, and whether it was silent whenever it caught up. */
async function hereAndThere(t: TestContext) {
  const place = await freshDatabase('postgres')
  const [here, there] = await Promise.all([openDatabase(place), openDatabase(place)])
  t.after(async () => {
    await Promise.all([here.close(), there.close()])
    await place.remove()
  })
  const heard: string[] = []
  const catchUps: ('silent' | 'heard')[] = []
  await there.bus.listen('words', {
    hear: (news) => heard.push(news),
    catchUp: () => {
      catchUps.push(there.bus.isStale() ? 'silent' : 'heard')
      return Promise.resolve()
    },
  })
  await until('the bus is heard', 5000, () => !there.bus.isStale())
  const hears = (word: string) => until(`${word} is heard`, 5000, () => heard.includes(word))
  return { here, there, heard, hears, catchUps, database: new URL(place.url).pathname.slice(1) }
}

function say({ db, bus }: Database, ...words: string[]): Promise<void> {
  return inTransaction(db, (tx) => bus.publish(tx, 'words', words))
}

test('news are heard once their transaction is committed, not before', async (t) => {
  const { here, there, heard, hears } = await hereAndThere(t)
  await inTransaction(here.db, async (tx) => {
    await here.bus.publish(tx, 'words', ['first said'])
    await say(there, 'first committed')
    await hears('first committed')
  })
  await hears('first said')
  assert.deepEqual(heard, ['first committed', 'first said'])
})

test('news of a transaction that is rolled back are never heard', async (t) => {
  const { here, heard, hears } = await hereAndThere(t)
  const undone = inTransaction(here.db, async (tx) => {
    await here.bus.publish(tx, 'words', ['undone'])
    throw new Error('changed my mind')
  })
  await assert.rejects(undone, /changed my mind/)
  await say(here, 'done')
  await hears('done')
  assert.deepEqual(heard, ['done'])
})

test('news of another topic are not heard', async (t) => {
  const { here, heard, hears } = await hereAndThere(t)
  await inTransaction(here.db, (tx) => here.bus.publish(tx, 'numbers', ['one']))
  await say(here, 'done')
  await hears('done')
  assert.deepEqual(heard, ['done'])
})

test('more news than fit into one notification are all heard, in their order', async (t) => {
  const { here, heard, hears } = await hereAndThere(t)
  const words = Array.from({ length: 1000 }, () => `ä"${randomUUID()}\n`)
  await say(here, ...words, 'the end')
  await hears('the end')
  assert.deepEqual(heard, [...words, 'the end'])
})

test('a bus that has lost its connection is silent until it has a new one and has caught up', async (t) => {
  const { here, there, hears, catchUps, database } = await hereAndThere(t)
  await onServer((client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tally bus' and datname = $1`,
      [database],
    ),
  )
  await until('there is a new connection', 5000, () => catchUps.length === 2)
  await until('the bus is heard again', 5000, () => !there.bus.isStale())
  assert.deepEqual(catchUps, ['silent', 'silent'])
  await say(here, 'after all')
  await hears('after all')
})

test('a notification that is none of ours has the bus catch up, and ends nothing', async (t) => {
  const { here, there, hears, catchUps } = await hereAndThere(t)
  await sql`notify tally_changes, 'nonsense'`.execute(here.db)
  await until('there is a new connection', 5000, () => catchUps.length === 2)
  await until('the bus is heard again', 5000, () => !there.bus.isStale())
  await say(here, 'sense')
  await hears('sense')
})
