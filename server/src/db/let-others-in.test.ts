import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { everyDatabase } from '../../test/every-database.ts'
import { inTransaction } from './transaction.ts'

everyDatabase('a long transaction, and a long row of reads, let others in on the way', async (_t, { db }) => {
  const meta = () => db.selectFrom('meta').select('value').where('key', '=', 'epoch').execute()
  const rowOf = (read: () => Promise<unknown>) => async () => {
    const end = performance.now() + 300
    for (let reads = 0; performance.now() < end || reads < 20; reads += 1) await read()
  }
  const inOne = () => inTransaction(db, (tx) => rowOf(() => tx.selectFrom('meta').selectAll().execute())())
  for (const work of [rowOf(meta), inOne]) {
    let others = 0
    const timer = setInterval(() => (others += 1), 1)
    await Promise.all([work(), sleep(1).then(meta)])
    clearInterval(timer)
    assert.ok(others >= 10, `${others} others were let in`)
  }
})
