import assert from 'node:assert/strict'
import test from 'node:test'
import { limits } from '@tally/contract'
import { unboundedJson } from './json-bounds.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test('JSON may nest to a depth and no deeper, whatever it nests', () => {
  const { depth } = limits.json
  assert.equal(unboundedJson(nested(depth), 1000), undefined)
  assert.equal(unboundedJson(nested(depth + 1), 1000)?.code, 'invalid-input')
  assert.equal(unboundedJson('{"a":'.repeat(depth + 1), 1000)?.code, 'invalid-input')
  assert.equal(unboundedJson(JSON.stringify(Array.from({ length: 100 }, () => [[1]])), 1000), undefined)
})

test('JSON may hold so many values and no more', () => {
  assert.equal(unboundedJson('[1,2,{"a":3,"b":4}]', 6), undefined)
  assert.equal(unboundedJson('[1,2,{"a":3,"b":4}]', 5)?.code, 'invalid-input')
})

test('what looks like JSON inside a text is text', () => {
  const text = JSON.stringify({ title: `\\"[[[,,,${nested(100)}`, notes: '\\\\', labels: ['","', '\\'] })
  assert.equal(unboundedJson(text, 10), undefined)
})

test('what never ends is left to the parser', () => {
  for (const text of ['"', '"\\"', '{"a', '[[', ']]]', '{']) assert.equal(unboundedJson(text, 10), undefined, text)
})
