import assert from 'node:assert/strict'
import test from 'node:test'
import { TokenForge } from '../../test/token-forge.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { AccessTokenVerifier } from './access-token-verifier.ts'
import { signAccessToken } from './access-token.ts'
import { makeSigningKey } from './signing-key.ts'

// What must be refused is in token-attacks.test.ts, against a real server. Here is what needs a clock that stands
// still.

const NOW = 1_800_000_000
const ISSUER = 'https://todo.example.org'
const signer = await makeSigningKey('ES256')
const keys = new Map([[signer.kid, signer]])
const verifier = new AccessTokenVerifier({
  keys: { find: (kid) => keys.get(kid), search: async (kid) => keys.get(kid) },
  issuer: ISSUER,
  maxLifeSeconds: 300,
  clock: () => NOW * 1000,
})
const { stored } = signer
const forge = new TokenForge(
  'ES256',
  { ES256: stored, Ed25519: stored, RS256: stored, HS256: stored },
  {
    iss: ISSUER,
    aud: 'tally',
    sub: newId(),
    client_id: 'tally-web',
    sid: newId(),
    jti: newId(),
    iat: NOW,
    nbf: NOW,
    exp: NOW + 300,
    auth_time: NOW,
    amr: ['pwd'],
    role: 'member',
  },
)

test('a token that we signed is taken for what it says', async () => {
  const user = { id: newId(), role: 'admin' } as const
  const sessionId = newId()
  const ours = await signAccessToken(signer, ISSUER, {
    user,
    sessionId,
    authenticatedAt: NOW - 1000,
    issuedAt: NOW,
    validFrom: NOW,
    expiresAt: NOW + 300,
  })
  const { actor } = await verifier.verify(ours)
  assert.deepEqual(actor, { userId: user.id, role: 'admin', sessionId })
})

const from = (second: number) => ({ iat: second, nbf: second, auth_time: second, exp: second + 300 })
const accepted: Record<string, object> = {
  'the whole life': {},
  'ended a moment less than five seconds ago': { ...from(NOW - 304), exp: NOW - 4.999 },
  'begins in five seconds': from(NOW + 5),
  'valid from before it was issued': { nbf: NOW - 10 },
  'in fractions of seconds': { iat: NOW - 0.5, exp: NOW + 299.5, auth_time: NOW - 0.5 },
}
for (const [name, claims] of Object.entries(accepted)) {
  test(`accepted: ${name}`, async () => {
    assert.equal((await verifier.verify(forge.withClaims(claims))).actor.role, 'member')
  })
}

const refused: Record<string, object> = {
  'ended five seconds ago': { ...from(NOW - 304), exp: NOW - 5 },
  'begins a moment more than five seconds from now': from(NOW + 5.001),
  'was issued a moment more than five seconds from now': { iat: NOW + 5.001 },
  'a moment longer than the longest life': { exp: NOW + 300.001 },
  'signed in a moment after it was issued': { auth_time: NOW + 0.001 },
}
for (const [name, claims] of Object.entries(refused)) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(verifier.verify(forge.withClaims(claims)), (error) => {
      assert.ok(error instanceof Problem)
      assert.equal(error.code, 'invalid-token')
      assert.deepEqual(error.options.headers, { 'www-authenticate': 'Bearer error="invalid_token"' })
      assert.equal(error.options.errors, undefined)
      return true
    })
  })
}
