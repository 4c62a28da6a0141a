import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './root.mjs'

const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8')
const lines = page.split('\n').filter((line) => line.startsWith('- **'))

/** The sections of ASVS 5.0.0, with the numbers of their requirements of level 1, then of level 2. */
const requirements = `
  1.1 / 1-2      1.2 1-5 / 6-9    1.3 1-2 / 3-11   1.4 / 1-3     1.5 1 / 2
  2.1 1 / 2-3    2.2 1-2 / 3      2.3 1 / 2-4      2.4 / 1
  3.2 1-2 /      3.3 1 / 2-4      3.4 1-2 / 3-6    3.5 1-3 / 4-5    3.7 / 1-2
  4.1 1 / 2-3    4.2 / 1          4.3 / 1-2        4.4 1 / 2-4
  5.1 / 1        5.2 1-2 / 3      5.3 1-2 /        5.4 / 1-3
  6.1 1 / 2-3    6.2 1-8 / 9-12   6.3 1-2 / 3-4    6.4 1-2 / 3-4    6.5 / 1-5    6.6 / 1-3    6.8 / 1-4
  7.1 / 1-3      7.2 1-4 /        7.3 / 1-2        7.4 1-2 / 3-5    7.5 / 1-2    7.6 / 1-2
  8.1 1 / 2      8.2 1-2 / 3      8.3 1 /          8.4 / 1
  9.1 1-3 /      9.2 1 / 2-4
  10.1 / 1-2     10.2 / 1-2       10.3 / 1-4       10.4 1-5 / 6-11  10.5 / 1-5   10.6 / 1-2   10.7 / 1-3
  11.1 / 1-2     11.2 / 1-3       11.3 1-2 / 3     11.4 1 / 2-4     11.5 / 1     11.6 / 1
  12.1 1 / 2-3   12.2 1-2 /       12.3 / 1-4
  13.1 / 1       13.2 / 1-5       13.3 / 1-2       13.4 1 / 2-5
  14.1 / 1-2     14.2 1 / 2-4     14.3 1 / 2-3
  15.1 1 / 2-3   15.2 1 / 2-3     15.3 1 / 2-7
  16.1 / 1       16.2 / 1-5       16.3 / 1-4       16.4 / 1-3       16.5 / 1-3
  17.1 / 1       17.2 / 1-4       17.3 / 1-2`

/** @param {string | undefined} range such as `2-4`, or one number, or nothing */
function numbersIn(range) {
  if (!range) return []
  const [first = 0, last = first] = range.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** @returns {string[]} such as `1.2.3 (level 1)` */
function expected() {
  const sections = requirements.matchAll(/(\d+\.\d+) (?:(\d+(?:-\d+)?) )?\/(?: (\d+(?:-\d+)?)(?!\.|\d))?/g)
  return Array.from(sections).flatMap(([, section, one, two]) => [
    ...numbersIn(one).map((number) => `${section}.${number} (level 1)`),
    ...numbersIn(two).map((number) => `${section}.${number} (level 2)`),
  ])
}

test('every requirement of levels 1 and 2 of ASVS 5.0 has its line, once', () => {
  const there = lines.map((line) => /^- \*\*([\d.]+)\*\* (\(level \d\))/.exec(line)?.slice(1).join(' '))
  assert.equal(there.length, 253)
  assert.deepEqual(there.toSorted(), expected().toSorted())
})

test('every file that is named as evidence exists, and each yes has some', () => {
  const complaints = lines.flatMap((line) => {
    const files = Array.from(line.matchAll(/`([\w./-]+\/[\w./-]+\.\w+|[\w-]+\.(?:md|json))`/g), ([, file = '']) => file)
    return files.filter((file) => !existsSync(join(root, file))).map((file) => `${file} does not exist: ${line}`)
  })
  assert.deepEqual(complaints, [])
  assert.deepEqual(
    lines.filter((line) => !/_(?:Yes|Operator|Does not apply|No):_ \S/.test(line)),
    [],
  )
})

test('the table counts what the page says', () => {
  for (const level of [1, 2]) {
    const counts = ['Yes', 'Operator', 'Does not apply', 'No'].map((answer) => {
      return lines.filter((line) => line.includes(`(level ${level})`) && line.includes(`_${answer}:_`)).length
    })
    const [, cells = ''] = new RegExp(`^\\| level ${level} +\\|(.*)\\|$`, 'm').exec(page) ?? []
    assert.deepEqual(cells.split('|').map(Number), counts)
  }
})
