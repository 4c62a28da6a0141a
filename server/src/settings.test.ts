import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { unknownSettings } from './settings.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const namesIn = (text: string, pattern: RegExp) => new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))

test('a misspelt setting is noticed, whatever else is in the environment', () => {
  assert.deepEqual(
    unknownSettings({ TALLY_URL: 'x', TALLY_ULR: 'x', TALLY_SIGN_UP: 'open', HOME: '/', tally_x: '1' }),
    ['TALLY_SIGN_UP', 'TALLY_ULR'],
  )
})

test('every setting that is read is known, and explained to whoever runs Tally', () => {
  const inCode = namesIn(read('./config.ts'), /'(TALLY_[A-Z_]+)'/g)
  assert.deepEqual(unknownSettings(Object.fromEntries([...inCode].map((name) => [name, '']))), [])
  const explained = namesIn(read('../../docs/self-hosting.md'), /^\| `(TALLY_[A-Z_]+)`/gm)
  assert.deepEqual(explained, inCode)
})
