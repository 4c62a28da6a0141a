import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { freshDatabase, openFreshDatabase } from '../../../test/every-database.ts'
import { openDatabase } from '../open-database.ts'
import { inTransaction, StorageFull } from '../transaction.ts'

test('what was acknowledged is there after kill -9', async (t) => {
  const fresh = await freshDatabase('sqlite')
  const writer = spawn(process.execPath, [
    fileURLToPath(import.meta.resolve('../../../test/endless-writer.ts')),
    fresh.dataDir,
  ])
  const closed = once(writer, 'close')
  const acknowledged: string[] = []
  for await (const key of createInterface({ input: writer.stdout })) {
    acknowledged.push(key)
    if (acknowledged.length === 500) writer.kill('SIGKILL')
  }
  await closed
  assert.equal(writer.signalCode, 'SIGKILL')

  const database = await openDatabase(fresh)
  t.after(async () => {
    await database.close()
    await fresh.remove()
  })
  const rows = await database.db.selectFrom('meta').select('key').execute()
  const stored = new Set(rows.map((row) => row.key))
  assert.deepEqual(
    acknowledged.filter((key) => !stored.has(key)),
    [],
  )
})

test('a parameter that SQLite would store as something else is refused', async (t) => {
  const { db } = await openFreshDatabase(t, 'sqlite')
  for (const value of [undefined, true, new Date(), {}, [], Symbol('s')]) {
    await assert.rejects(sql`select ${value}`.execute(db), TypeError)
  }
  const { rows } = await sql<{
    n: number
  }>`select ${null} is null and ${1n} = 1 and ${new Uint8Array(1)} = x'00' as n`.execute(db)
  assert.equal(rows[0]?.n, 1)
})

test('a full disk refuses writes and nothing else, and is over when there is room', async (t) => {
  const { db } = await openFreshDatabase(t, 'sqlite')
  const write = (key: string) =>
    inTransaction(db, (tx) =>
      tx
        .insertInto('meta')
        .values({ key, value: 'x'.repeat(100_000) })
        .execute(),
    )
  await write('before')
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count)}`.execute(db)

  // SQLite gives up the transaction they share.
  const neighbour = inTransaction(db, (tx) =>
    tx.updateTable('meta').set({ value: 'changed' }).where('key', '=', 'epoch').execute(),
  )
  await Promise.all([assert.rejects(neighbour, StorageFull), assert.rejects(write('during'), StorageFull)])
  const seen = await db.selectFrom('meta').select('key').where('value', '!=', 'changed').orderBy('key').execute()
  assert.deepEqual(
    seen.map((row) => row.key),
    ['before', 'epoch', 'mark'],
  )

  await sql`pragma max_page_count = 1000000`.execute(db)
  await write('after')
})

test('closing waits for the transactions that are open', async () => {
  const fresh = await freshDatabase('sqlite')
  const database = await openDatabase(fresh)
  const writing = inTransaction(database.db, async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await tx.insertInto('meta').values({ key: 'late', value: 'v' }).execute()
  })
  await new Promise((resolve) => setImmediate(resolve))
  await database.close()
  await writing

  const again = await openDatabase(fresh)
  const rows = await again.db.selectFrom('meta').select('key').where('key', '=', 'late').execute()
  assert.equal(rows.length, 1)
  await again.close()
  await fresh.remove()
})
