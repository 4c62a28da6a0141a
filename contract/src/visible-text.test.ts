import assert from 'node:assert/strict'
import test from 'node:test'
import { hasVisibleText } from './visible-text.ts'

const blanks = [
  '',
  ' \t\n',
  '\u00A0\u3000',
  '\u200B',
  '\u3164',
  '\u00AD',
  '\u2800',
  '\uFE0F',
  '\u0007',
  '\u202E',
  '\u034F',
  '\u115F',
]

test('a text without anything to see is as good as none', () => {
  for (const blank of [...blanks, blanks.join('')]) assert.equal(hasVisibleText(blank), false, JSON.stringify(blank))
})

test('a text with anything to see is one, in any script', () => {
  for (const text of ['a', '.', '1', '❤️', '買', 'ا', '한', '\u200Bx\u200B', '👨‍👩‍👧', '🇩🇪', '⠁', '₿']) {
    assert.equal(hasVisibleText(text), true, text)
  }
})
