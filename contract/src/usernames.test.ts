import assert from 'node:assert/strict'
import test from 'node:test'
import { usernameFault, usernameForm, usernameKey, usernameSkeleton } from './usernames.ts'

const good = [
  'paul',
  'Ada',
  'j.r_r-t',
  '7of9',
  'Zoë',
  'Åsa',
  'Łukasz',
  'Мария',
  'Ελένη',
  'שלום',
  'سارة',
  '山田たろう',
  'たろうT',
]
for (const name of [
  ...good,
  'カタカナ',
  '김민준',
  'สมชาย',
  'José\u0301'.normalize('NFC'),
  'Ｐａｕｌ',
  ' ada\u00a0',
  'ᏣᎳᎩ',
]) {
  test(`${name} is a good username`, () => assert.equal(usernameFault(name), undefined))
}

const bad: [name: string, fault: RegExp][] = [
  ['', /missing/],
  [' \t\u00a0', /missing/],
  ['a'.repeat(41), /at most 40/],
  ['two words', /letters and digits/],
  ['-ada', /letters and digits/],
  ['ada.', /letters and digits/],
  ['@ada', /letters and digits/],
  ['a🐎', /letters and digits/],
  ['ada\u0301\u0301\u0301\u0301\u0301\u0301', /letters and digits/],
  ['alice\ufe0f', /invisible/],
  ['ali\u034fce', /invisible/],
  ['alice\u3164', /invisible/],
  ['ali\u17b4ce', /invisible/],
  ['ali\u200bce', /invisible/],
  ['ali\u00adce', /invisible/],
  ['\u202eecila', /invisible/],
  ['ﬁona', /ordinary/],
  ['ada²', /ordinary/],
  ['ⓐda', /letters and digits/],
  ['\u0440aul', /alphabets/],
  ['p\u0430ul', /alphabets/],
  ['paul\u03bf', /alphabets/],
  ['ada\u0663', /alphabets/],
  ['Мария山', /alphabets/],
  ['ᏣᎳᎩpaul', /alphabets/],
  ['1שלום', /begin with a letter/],
]
for (const [name, fault] of bad) {
  test(`${JSON.stringify(name)} is refused`, () => assert.match(usernameFault(name) ?? '', fault))
}

test('a username is compared without blanks around it, capitals, forms of letters, and the @ before it', () => {
  for (const text of ['ada', 'ADA ', ' ada', '\u00a0Ada\t', '@ada', ' @Ada', 'ａｄａ'])
    assert.equal(usernameKey(text), 'ada')
  assert.equal(usernameKey('Jose\u0301'), usernameKey('JOSÉ'))
  assert.equal(usernameForm(' Ｐａｕｌ '), 'Paul')
})

test('names that look alike have one skeleton, and names that do not have two', () => {
  const alike = [
    ['paul', 'pauI', 'pau1', 'PAUL', 'раul'],
    ['copa', 'сора', 'c0pa'],
    ['modern', 'modem', 'rnodern'],
    ['okon', 'οκοn', '0k0n'],
  ]
  for (const names of alike) assert.equal(new Set(names.map(usernameSkeleton)).size, 1, names.join())
  const apart = ['paul', 'paula', 'saul', 'raul', 'pahl', 'ada', 'adá', 'ian', 'jan', 'Zoë', 'zoe']
  assert.equal(new Set(apart.map(usernameSkeleton)).size, apart.length)
})
