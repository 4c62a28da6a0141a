import assert from 'node:assert/strict'
import { everyDatabase } from '../../test/every-database.ts'
import type { Tx } from '../db/db.ts'
import { FailureNotes } from './failure-notes.ts'

everyDatabase('those who fail at once are written down in one transaction', async (_t, { db }) => {
  const notes = new FailureNotes(db)
  const transactions: Tx[] = []
  const fail = async () => {
    await notes.during(() => new Promise(setImmediate))
    await notes.note(async (tx) => void transactions.push(tx))
  }
  await Promise.all([fail(), fail(), fail()])
  assert.equal(transactions.length, 3)
  assert.equal(new Set(transactions).size, 1)
})

everyDatabase(
  'nobody waits for long for an attempt that takes its time, nor for one that ends well',
  async (_t, { db }) => {
    const notes = new FailureNotes(db)
    const write = () => Promise.resolve()
    const slow = Promise.withResolvers<void>()
    const attempt = notes.during(() => slow.promise)
    await notes.note(write)
    const another = notes.note(write)
    slow.resolve()
    await attempt
    await another
  },
)

everyDatabase('what could not be written down is not said to be', async (_t, { db }) => {
  const notes = new FailureNotes(db)
  const outcomes = await Promise.allSettled([
    notes.note(() => Promise.resolve()),
    notes.note(() => Promise.reject(new Error('no entry'))),
  ])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
})
