import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { openFreshDatabase } from '../../test/every-database.ts'
import { AccessTokenVerifier } from './access-token-verifier.ts'
import { signAccessToken } from './access-token.ts'
import { identifyByToken } from './identify-by-token.ts'
import { RevocationIndex } from './revocation-index.ts'
import { SessionRowCheck } from './session-row-check.ts'
import { makeSigningKey } from './signing-key.ts'

const ISSUER = 'https://todo.example.org'
const START = 1_800_000_000

async function gate(t: TestContext) {
  const { db, bus } = await openFreshDatabase(t, 'sqlite')
  const signer = await makeSigningKey('ES256')
  const trusted = new Map([[signer.kid, signer]])
  const keys = { find: (kid: string) => trusted.get(kid), search: async (kid: string) => trusted.get(kid) }
  const time = { now: START * 1000 }
  const clock = () => time.now
  const revocations = new RevocationIndex(300, clock)
  const verifier = new AccessTokenVerifier({ keys, issuer: ISSUER, maxLifeSeconds: 300, clock })
  const actor: Actor = { userId: newId(), role: 'member', sessionId: newId() }
  const token = await signAccessToken(signer, ISSUER, {
    user: { id: actor.userId, role: actor.role },
    sessionId: actor.sessionId,
    authenticatedAt: START,
    issuedAt: START,
    validFrom: START,
    expiresAt: START + 300,
  })
  const identify = identifyByToken(verifier, revocations, new SessionRowCheck(db, bus), clock)
  return { identify, revocations, trusted, time, actor, token }
}

/** A request as the server gets it, with these header lines. */
async function request(...lines: [name: string, value: string][]): Promise<FastifyRequest> {
  const app = Fastify()
  const { promise, resolve } = Promise.withResolvers<FastifyRequest>()
  app.get('/', (received) => {
    resolve(received)
    return ''
  })
  await app.inject('/')
  const received = await promise
  received.raw.rawHeaders.push(...lines.flat())
  for (const [name, value] of lines) received.headers[name.toLowerCase()] ??= value
  return received
}

const refusal = (error: unknown) => error instanceof Problem && error.code === 'invalid-token'

test('a token that was seen before is answered at once, without a promise', async (t) => {
  const { identify, actor, token } = await gate(t)
  const bearer = await request(['Authorization', `Bearer ${token}`])
  const first = identify(bearer)
  assert.ok(first instanceof Promise)
  assert.deepEqual(await first, actor)
  assert.deepEqual(identify(bearer), actor)
})

test('a token that was seen before is refused as soon as its session is revoked', async (t) => {
  const { identify, revocations, actor, token } = await gate(t)
  const bearer = await request(['Authorization', `Bearer ${token}`])
  await identify(bearer)
  revocations.revoke(actor.sessionId)
  assert.throws(() => identify(bearer), refusal)
})

test('a token that was seen before is refused as soon as its key is gone', async (t) => {
  const { identify, trusted, token } = await gate(t)
  const bearer = await request(['Authorization', `Bearer ${token}`])
  await identify(bearer)
  trusted.clear()
  assert.throws(() => identify(bearer), refusal)
})

test('a token that was seen before is refused as soon as it has expired', async (t) => {
  const { identify, time, token } = await gate(t)
  const bearer = await request(['Authorization', `Bearer ${token}`])
  await identify(bearer)
  time.now += 305_000
  await assert.rejects(async () => identify(bearer), refusal)
})

test('two Authorization headers are refused, also when both are good', async (t) => {
  const { identify, token } = await gate(t)
  const twice = await request(['Authorization', `Bearer ${token}`], ['authorization', `Bearer ${token}`])
  assert.throws(() => identify(twice), refusal)
})

test('a header beyond 6144 characters is refused before anybody looks at it', async (t) => {
  const { identify, token } = await gate(t)
  const long = await request(['Authorization', `Bearer ${token}`.padEnd(6145, 'A')])
  assert.throws(() => identify(long), refusal)
})
