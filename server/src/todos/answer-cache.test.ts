import assert from 'node:assert/strict'
import test from 'node:test'
import { AnswerCache } from './answer-cache.ts'

const answer = (heads: string, text: string) => ({ heads, etag: 'W/"x"', text, next: undefined })

test('an answer is found only while its lists have not moved', () => {
  const cache = new AnswerCache(1000)
  cache.keep('ada', answer('list.1', '[]'))
  assert.equal(cache.find('ada', 'list.1')?.text, '[]')
  assert.equal(cache.find('ada', 'list.2'), undefined)
  assert.equal(cache.find('eve', 'list.1'), undefined)
})

test('the oldest answers go when there are too many', () => {
  const cache = new AnswerCache(1000)
  for (let n = 0; n < 30; n++) cache.keep(`user${n}`, answer('h', 'x'.repeat(50)))
  assert.equal(cache.find('user0', 'h'), undefined)
  assert.notEqual(cache.find('user29', 'h'), undefined)
})

test('one huge answer does not drive all others out', () => {
  const cache = new AnswerCache(1000)
  cache.keep('small', answer('h', '[]'))
  cache.keep('huge', answer('h', 'x'.repeat(900)))
  assert.equal(cache.find('huge', 'h'), undefined)
  assert.notEqual(cache.find('small', 'h'), undefined)
})
