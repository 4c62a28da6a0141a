import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../http/problem.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'

const busy = (error: unknown) =>
  error instanceof Problem && error.code === 'unavailable' && error.options.headers?.['retry-after'] === '2'

test('only so many hashes are taken on at once, the rest is refused and told when to come', async () => {
  const limit = new ConcurrencyLimit(2)
  const jobs = [1, 2, 3].map(() => Promise.withResolvers<string>())
  const begun: number[] = []
  const results = jobs.map(({ promise }, n) =>
    limit.run(() => {
      begun.push(n)
      return promise
    }),
  )
  await assert.rejects(results[2]!, busy)
  assert.deepEqual(begun, [0, 1])
  assert.throws(() => limit.requireCapacity(), busy)

  jobs[1]?.resolve('done')
  assert.equal(await results[1], 'done')
  limit.requireCapacity()
  assert.equal(await limit.run(() => Promise.resolve('next')), 'next')
  jobs[0]?.resolve('done')
  await results[0]
})

test('a hash that fails frees its place', async () => {
  const limit = new ConcurrencyLimit(1)
  await assert.rejects(
    limit.run(() => Promise.reject(new Error('broken'))),
    /broken/,
  )
  assert.equal(await limit.run(() => Promise.resolve('next')), 'next')
})
