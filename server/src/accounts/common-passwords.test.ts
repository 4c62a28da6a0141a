import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import * as contract from '@tally/contract'
import { PASSWORD, testServer } from '../../test/test-server.ts'
import { isCommonPassword } from './common-passwords.ts'

const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('@zxcvbn-ts/language-common'))

// The first test of this file: what it is about happens once in a process.
test('the list of common passwords is loaded for the first password that is chosen, not before', async (t) => {
  const { as } = await testServer(t, 'sqlite')
  const admin = await as('ada', 'admin')
  await admin.call(contract.addUser, { body: { username: 'bob' } })
  assert.equal(loaded(), false)
  await admin.call(contract.addUser, { body: { username: 'eve', password: PASSWORD } })
  assert.equal(loaded(), true)
})

const common = [
  '123456789qwerty',
  '1QAZ2WSX3EDC4RFV',
  'passwordpassword1',
  '!!Password2026!!',
  'password password',
  'Password1Password1',
  'letmeinletmeinletm',
  'ｐａｓｓｗｏｒｄ１２３４５６７８',
  '11111111111111111',
  '123456789012345',
]
for (const password of common) {
  test(`${password} is a common password`, async () => assert.equal(await isCommonPassword(password), true))
}

test('a password made to be looked up many times is checked in a moment', async () => {
  // Each of the 128 characters becomes four, and each beginning of the text is a word that it repeats.
  const password = '⁗'.repeat(128)
  await isCommonPassword(password)
  const times: number[] = []
  for (let n = 0; n < 20; n += 1) {
    const begin = performance.now()
    assert.equal(await isCommonPassword(password), false)
    times.push(performance.now() - begin)
  }
  // Of the fastest: a busy machine must not decide.
  const fastest = Math.min(...times)
  assert.ok(fastest < 5, `${fastest} ms`)
})

const own = [
  PASSWORD,
  'sheriff-paper-boss-ginger-gaze',
  'my password is long',
  '31415926535897932384',
  'élan vital à gogo',
]
for (const password of own) {
  test(`${password} is not a common password`, async () => assert.equal(await isCommonPassword(password), false))
}
