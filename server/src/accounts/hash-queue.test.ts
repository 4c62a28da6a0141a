import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../http/problem.ts'
import { HashQueue } from './hash-queue.ts'

const busy = (error: unknown) =>
  error instanceof Problem && error.code === 'unavailable' && error.options.headers?.['retry-after'] === '2'

test('only so many hashes run at once, a few wait in turn, the rest is refused', async () => {
  const queue = new HashQueue(2, 3)
  const begun: number[] = []
  const jobs = Array.from({ length: 6 }, () => Promise.withResolvers<string>())
  const results = jobs.map(({ promise }, n) =>
    queue.run(() => {
      begun.push(n)
      return promise
    }),
  )
  const settled = Promise.allSettled(results)
  assert.deepEqual(begun, [0, 1])

  jobs[1]?.resolve('second')
  assert.equal(await results[1], 'second')
  assert.deepEqual(begun, [0, 1, 2])

  for (const job of jobs) job.resolve('done')
  await settled
  assert.deepEqual(begun, [0, 1, 2, 3, 4])
  await assert.rejects(results[5] ?? Promise.resolve(), busy)
})

test('a hash that fails frees its place', async () => {
  const queue = new HashQueue(1, 0)
  await assert.rejects(
    queue.run(() => Promise.reject(new Error('broken'))),
    /broken/,
  )
  assert.equal(await queue.run(() => Promise.resolve('next')), 'next')
})
