import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../http/problem.ts'
import { requireMatch } from './if-match.ts'

function codeOf(ifMatch: string | undefined, ver: number): string {
  try {
    requireMatch(ifMatch, ver)
    return 'ok'
  } catch (error) {
    assert.ok(error instanceof Problem)
    return error.code
  }
}

test('If-Match lets a change pass only at one of its versions', () => {
  assert.equal(codeOf(undefined, 5), 'ok')
  assert.equal(codeOf('*', 5), 'ok')
  assert.equal(codeOf('"5"', 5), 'ok')
  assert.equal(codeOf('"4", "5"', 5), 'ok')
  assert.equal(codeOf('"4"', 5), 'version-mismatch')
  assert.equal(codeOf('"55"', 5), 'version-mismatch')
  assert.equal(codeOf('5', 5), 'invalid-input')
  assert.equal(codeOf('"abc"', 5), 'invalid-input')
})
