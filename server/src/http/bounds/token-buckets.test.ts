import assert from 'node:assert/strict'
import test from 'node:test'
import { TokenBuckets } from './token-buckets.ts'

const size = { burst: 2, perSecond: 0.5, maxKeys: 2 }

test('after the burst one comes back at a time, and it says when', () => {
  let now = 0
  const buckets = new TokenBuckets(size, () => now)
  assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('a')], [0, 0, 2000])
  now = 1500
  assert.equal(buckets.take('a'), 500)
  now = 2000
  assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 2000])
})

test('a bucket never holds more than the burst, neither by waiting nor by giving back', () => {
  let now = 0
  const buckets = new TokenBuckets(size, () => now)
  buckets.giveBack('a')
  now = 1_000_000
  assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('a')], [0, 0, 2000])
  buckets.giveBack('a')
  assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 2000])
})

test('a clock that is set back takes nothing away', () => {
  let now = 10_000
  const buckets = new TokenBuckets(size, () => now)
  buckets.take('a')
  now = 0
  assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 2000])
})

test('when there are too many keys the one unused for the longest time is forgotten', () => {
  const buckets = new TokenBuckets(size, () => 0)
  for (const key of ['a', 'a', 'b', 'b', 'a']) buckets.take(key)
  buckets.take('c')
  assert.deepEqual([buckets.take('a'), buckets.take('c')], [2000, 0])
  assert.equal(buckets.take('b'), 0)
})
