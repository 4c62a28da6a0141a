import assert from 'node:assert/strict'
import { everyDatabase } from '../../test/every-database.ts'
import { FailedSignInLog } from './failed-sign-in-log.ts'
import type { SessionEvent } from './session-journal.ts'

const failure: SessionEvent = {
  kind: 'sign-in-failed',
  at: 0,
  actorId: null,
  subjectId: null,
  caller: { address: '127.0.0.1', device: 'a test' },
}

everyDatabase('those who fail at once are written down in one transaction', async (_t, { db }) => {
  const written: (readonly SessionEvent[])[] = []
  const notes = new FailedSignInLog(db, async (_tx, ...events) => void written.push(events))
  const fail = async (subjectId: string) => {
    await notes.during(() => new Promise(setImmediate))
    await notes.note([{ ...failure, subjectId }])
  }
  await Promise.all(['a', 'b', 'c'].map(fail))
  assert.deepEqual(
    written.map((events) => events.map(({ subjectId }) => subjectId)),
    [['a', 'b', 'c']],
  )
})

everyDatabase(
  'nobody waits for long for an attempt that takes its time, nor for one that ends well',
  async (_t, { db }) => {
    const notes = new FailedSignInLog(db, () => Promise.resolve())
    const slow = Promise.withResolvers<void>()
    const attempt = notes.during(() => slow.promise)
    await notes.note([failure])
    const another = notes.note([failure])
    slow.resolve()
    await attempt
    await another
  },
)

everyDatabase('what could not be written down is not said to be', async (_t, { db }) => {
  const notes = new FailedSignInLog(db, () => Promise.reject(new Error('no entry')))
  const outcomes = await Promise.allSettled([notes.note([failure]), notes.note([failure])])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
})
