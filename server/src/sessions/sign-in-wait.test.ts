import assert from 'node:assert/strict'
import test from 'node:test'
import { waitAfter } from './sign-in-wait.ts'

test('ten failures cost nothing, then the wait doubles from a second to a quarter of an hour', () => {
  const waits = Array.from({ length: 23 }, (_, failures) => waitAfter(failures) / 1000)
  const none = Array.from({ length: 11 }, () => 0)
  assert.deepEqual(waits, [...none, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
  assert.equal(waitAfter(100) / 1000, 900)
})
