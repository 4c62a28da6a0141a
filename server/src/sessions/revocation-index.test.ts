import assert from 'node:assert/strict'
import test from 'node:test'
import { RevocationIndex } from './revocation-index.ts'

const START = 1_800_000_000_000
const SECOND = 1000

test('a revoked session is refused whatever its token, another one is not', () => {
  const index = new RevocationIndex(300, () => START)
  index.revoke('one')
  assert.equal(index.refuses('one', START / SECOND + 1000), true)
  assert.equal(index.refuses('two', START / SECOND), false)
})

test('of a stale session only the tokens up to that second are refused', () => {
  const index = new RevocationIndex(300, () => START)
  index.markStale('one', START + 999)
  assert.equal(index.refuses('one', START / SECOND), true)
  assert.equal(index.refuses('one', START / SECOND + 1), false)
})

test('a revoked session stays revoked when it becomes stale afterwards', () => {
  const index = new RevocationIndex(300, () => START)
  index.revoke('one')
  index.markStale('one', START)
  assert.equal(index.refuses('one', START / SECOND + 1), true)
})

test('a session is forgotten a minute after the last token it can have has expired, not before', () => {
  let now = START
  const index = new RevocationIndex(300, () => now)
  index.revoke('one')
  now += 364 * SECOND
  index.revoke('two')
  assert.equal(index.refuses('one', START / SECOND), true)
  now += SECOND
  index.revoke('three')
  assert.equal(index.refuses('one', START / SECOND), false)
  assert.equal(index.refuses('two', START / SECOND), true)
})
