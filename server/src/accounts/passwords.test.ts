import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { hashPassword } from './password-hash.ts'
import { Passwords } from './passwords.ts'

const first = { version: 1, key: randomBytes(32) }
const next = { version: 2, key: randomBytes(32) }

test('a hash is renewed where there is room, and nobody is refused where there is none', async () => {
  const hash = await hashPassword('correct horse', first)
  const renewed = (places?: ConcurrencyLimit) => new Passwords([next, first], places).renewed('correct horse', hash)
  assert.match((await renewed()) ?? '', /keyid=/)
  assert.equal(await renewed(new ConcurrencyLimit(0)), undefined)
})
