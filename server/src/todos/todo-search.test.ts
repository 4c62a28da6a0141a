import assert from 'node:assert/strict'
import test from 'node:test'
import { matcher } from './todo-search.ts'

test('a search finds all its words in title or notes, whatever their capitals and accents', () => {
  const row = { title: 'Café für Jürgen', notes: 'Bring the BLUE cup' }
  assert.equal(matcher('cafe jurgen')(row), true)
  assert.equal(matcher('blue CAFÉ')(row), true)
  assert.equal(matcher('cafe tea')(row), false)
})
