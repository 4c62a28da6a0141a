import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { everyDatabase, openFreshDatabase } from '../../test/every-database.ts'
import type { Db, Tx } from './db.ts'
import { inTransaction } from './transaction.ts'

everyDatabase('a transaction is there in whole or not at all', async (_t, { db }) => {
  const stored = await inTransaction(db, async (tx) => {
    await setFact(tx, 'a', '1')
    await setFact(tx, 'b', '1')
    return 'stored'
  })
  assert.equal(stored, 'stored')
  const refusal = new Error('refused')
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await setFact(tx, 'c', '1')
      throw refusal
    }),
    refusal,
  )
  assert.deepEqual(await factsOf(db), ['a=1', 'b=1'])
})

everyDatabase('of ten transactions that add the same thing at once one adds it and nine see it', async (_t, { db }) => {
  const addOnce = () =>
    inTransaction(db, async (tx) => {
      const known = await tx.selectFrom('meta').select('key').where('key', '=', 'a').executeTakeFirst()
      if (known) return 'seen'
      await tx.insertInto('meta').values({ key: 'a', value: '1' }).execute()
      return 'added'
    })
  const outcomes = await Promise.all(Array.from({ length: 10 }, addOnce))
  assert.deepEqual(outcomes.sort(), ['added', ...Array.from({ length: 9 }, () => 'seen')])
})

everyDatabase('a duplicate that stays is an error in the end', async (_t, { db }) => {
  const add = () => inTransaction(db, (tx) => tx.insertInto('meta').values({ key: 'a', value: '1' }).execute())
  await add()
  await assert.rejects(add(), /unique/i)
})

test('two transactions that lock each other out are both done in the end', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  await setFact(db, 'a', '')
  await setFact(db, 'b', '')
  let runs = 0
  const both = Promise.withResolvers<void>()
  const append = (first: string, second: string) =>
    inTransaction(db, async (tx) => {
      runs++
      await appendTo(tx, first)
      if (runs === 2) both.resolve()
      await both.promise
      await appendTo(tx, second)
    })
  await Promise.all([append('a', 'b'), append('b', 'a')])
  assert.deepEqual(await factsOf(db), ['a=++', 'b=++'])
  assert.ok(runs > 2)
})

test('a connection that is lost before the commit is replaced and the work done once', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  let runs = 0
  await inTransaction(db, async (tx) => {
    await setFact(tx, `run${++runs}`, '1')
    if (runs === 1) await killBackend(db, await backendOf(tx))
    await setFact(tx, 'done', '1')
  })
  assert.deepEqual(await factsOf(db), ['done=1', 'run2=1'])
})

test('a refusal by the work itself is what the caller gets, even when the connection is lost by then', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  const refusal = new Error('refused')
  let runs = 0
  const refused = inTransaction(db, async (tx) => {
    runs++
    await killBackend(db, await backendOf(tx))
    throw refusal
  })
  await assert.rejects(refused, refusal)
  assert.equal(runs, 1)
})

test('a connection that is lost while nobody uses it is not noticed', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  const idle = await Promise.all(Array.from({ length: 4 }, () => backendOf(db)))
  await inTransaction(db, async (tx) => {
    const own = await backendOf(tx)
    const others = new Set(idle.filter((pid) => pid !== own))
    for (const pid of others) {
      await sql`select pg_terminate_backend(${pid})`.execute(tx)
    }
  })
  for (let i = 0; i < 8; i++) await inTransaction(db, (tx) => setFact(tx, `k${i}`, '1'))
  assert.equal((await factsOf(db)).length, 8)
})

test('a connection that is lost while committing is not tried again, since it may have been stored', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  // A deferred constraint runs at COMMIT: this one kills its own connection there.
  await sql`
    create function kill_committer() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`.execute(db)
  await sql`
    create constraint trigger kill_committer after insert on meta deferrable initially deferred
    for each row execute function kill_committer()`.execute(db)
  let runs = 0
  await assert.rejects(
    inTransaction(db, async (tx) => {
      runs++
      await tx.insertInto('meta').values({ key: 'a', value: '1' }).execute()
    }),
  )
  assert.equal(runs, 1)
})

async function setFact(db: Db | Tx, key: string, value: string): Promise<void> {
  await db.insertInto('meta').values({ key, value }).execute()
}

async function appendTo(tx: Tx, key: string): Promise<void> {
  await tx
    .updateTable('meta')
    .set({ value: sql`value || '+'` })
    .where('key', '=', key)
    .execute()
}

async function factsOf(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('meta')
    .selectAll()
    .where('key', 'not in', ['epoch', 'mark'])
    .orderBy('key')
    .execute()
  return rows.map((row) => `${row.key}=${row.value}`)
}

async function backendOf(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.05)`.execute(db)
  return rows[0]?.pid ?? 0
}

/** Ends a connection from another one, and waits until it is gone. */
async function killBackend(db: Db, pid: number): Promise<void> {
  await sql`select pg_terminate_backend(${pid}, 5000)`.execute(db)
}
