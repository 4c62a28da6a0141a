import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { decoyHash, hashPassword, isUpToDate, renewHash, verifyPassword } from './password-hash.ts'

const pepper = { version: 1, key: randomBytes(32) }
const next = { version: 2, key: randomBytes(32) }

test('a password is kept as Argon2id with its cost, never twice the same', async () => {
  const [one, two] = [await hashPassword('correct horse', pepper), await hashPassword('correct horse', pepper)]
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await verifyPassword('correct horse', [pepper], one), true)
  assert.equal(await verifyPassword('correct horsf', [pepper], one), false)
})

test('the same letters are the same password, however the keyboard composes them', async () => {
  const hash = await hashPassword('cafe\u0301 au lait', pepper)
  assert.equal(await verifyPassword('caf\u00e9 au lait', [pepper], hash), true)
})

test('a stolen hash is worth nothing without the pepper', async () => {
  const hash = await hashPassword('correct horse', pepper)
  assert.equal(await verifyPassword('correct horse', [{ version: 1, key: randomBytes(32) }], hash), false)
})

test('the decoy costs as much as any other hash and fits no password', async () => {
  const cost = (hash: string) => hash.split('$').slice(0, 4)
  assert.deepEqual(cost(decoyHash()), cost(await hashPassword('x', pepper)))
  assert.equal(await verifyPassword('x', [pepper], decoyHash()), false)
})

test('a hash is renewed under the next pepper, and the old one is good as long as its own pepper', async () => {
  const hash = await hashPassword('correct horse', pepper)
  const renewed = await renewHash('correct horse', next, hash)
  assert.equal(await renewHash('correct horse', next, hash), renewed)
  assert.match(renewed, /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=Mg\$/)
  for (const one of [hash, renewed]) assert.equal(await verifyPassword('correct horse', [next, pepper], one), true)
  assert.equal(await verifyPassword('correct horse', [next], hash), false)
  assert.equal(await verifyPassword('correct horsf', [next], renewed), false)
})

test('a hash with other parameters, or under another pepper, is to be renewed', async () => {
  const hash = await hashPassword('correct horse', pepper)
  assert.equal(isUpToDate(hash, 1), true)
  assert.equal(isUpToDate(hash, 2), false)
  for (const cost of ['m=19457,t=2,p=1', 'm=19456,t=1,p=1', 'm=19456,t=2,p=2']) {
    assert.equal(isUpToDate(hash.replace('m=19456,t=2,p=1', cost), 1), false)
  }
})
