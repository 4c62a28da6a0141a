import assert from 'node:assert/strict'
import test from 'node:test'
import { foldText } from './fold-text.ts'

const same: readonly (readonly string[])[] = [
  ['Işık', 'IŞIK', 'ışık', 'isik'],
  ['ISPARTA', 'ısparta', 'Isparta'],
  ['İstanbul', 'istanbul', 'I\u0307stanbul'],
  ['Straße', 'strasse', 'STRASSE', 'STRAẞE'],
  ['Łódź', 'lodz'],
  ['søster', 'soster', 'SØSTER'],
  ['Æble', 'aeble'],
  ['œuvre', 'OEUVRE'],
  ['Đà Nẵng', 'da nang'],
  ['Þór', 'thor'],
  ['Köln', 'ko\u0308ln', 'koln'],
  ['café', 'cafe\u0301', 'CAFE'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφος', 'σισυφοσ'],
  ['Don’t', "don't", 'don´t', 'don`t', 'don＇t'],
  ['“a” «b»', '"a" "b"'],
  ['to-do', 'to–do', 'to‑do', 'to−do'],
  ['ＡＢＣ', 'abc'],
  ['ｶﾀｶﾅ', 'カタカナ'],
  ['ｶﾞ', 'ガ'],
  ['ﬁsh', 'fish'],
  ['dough\u00ADnut', 'dough\u200Bnut', 'doughnut'],
  ['❤\uFE0F', '❤'],
  ['شَمْس', 'شمس'],
  ['שָׁלוֹם', 'שלום'],
]

for (const [first = '', ...others] of same) {
  test(`${first} is ${others.join(', ')}`, () => {
    for (const other of others) assert.equal(foldText(other), foldText(first))
  })
}

test('marks that are as good as letters are kept', () => {
  assert.notEqual(foldText('が'), foldText('か'))
  assert.notEqual(foldText('की'), foldText('का'))
})

// Of all planes with letters but Han and Hangul.
test('whatever the character, folding twice changes nothing, and the text grows at most eightfold', () => {
  const codes = Array.from({ length: 0x20_000 }, (_, code) => code).filter((code) => code < 0x4e00 || code > 0xdfff)
  for (const code of codes) {
    const character = String.fromCodePoint(code)
    const text = `a${character}Σ${character}`
    const folded = foldText(text)
    if (foldText(folded) !== folded || folded.length > 8 * text.length) assert.fail(code.toString(16))
  }
})

test('half a character is no reason to fail', () => {
  assert.equal(foldText('é\uD800x'), 'e\uD800x')
})

const piles: readonly (readonly [name: string, unit: string])[] = [
  ['marks', '\u0301\u0327'],
  ['half-width voicing marks between others', '\uFF9E\u0301'],
  ['marks between invisible characters', 'क\u3099\u094D\u200B'],
]

for (const [name, unit] of piles) {
  test(`forty times as many ${name} cost about forty times as much`, () => {
    const cost = (count: number) => {
      const text = unit.repeat(count)
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now()
        foldText(text)
        return performance.now() - start
      })
      return Math.min(...times)
    }
    cost(500)
    assert.ok(cost(20_000) < 400 * cost(500))
  })
}

test('more than four marks in a row make no difference', () => {
  const letter = 'क'
  const mark = '\u093F'
  assert.equal(foldText(letter + mark.repeat(5)), foldText(letter + mark.repeat(4)))
  assert.notEqual(foldText(letter + mark.repeat(4)), foldText(letter + mark.repeat(3)))
})
