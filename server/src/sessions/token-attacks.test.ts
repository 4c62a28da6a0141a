import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { calculateJwkThumbprint } from 'jose'
import { sendRaw, type RawAnswer, type RawRequest } from '../../test/raw-request.ts'
import { testServer } from '../../test/test-server.ts'
import { ambiguousRequests, goodRequests, tokenAttacks } from '../../test/token-attacks.ts'
import { TokenForge } from '../../test/token-forge.ts'
import { algorithmNames, signingAlgorithms, type AlgorithmName } from './signing-algorithm.ts'

const TRIES = 3
/**
 * How many times as long as a plain refusal an answer may take: a bound against input that is cheap to send and dear to
 * read.
 */
const MOST_TIMES_PLAIN = 50
const PLAIN: RawRequest = { target: '/api/me', lines: [] }

const keys = Object.fromEntries(
  await Promise.all(
    algorithmNames.map(async (alg) => {
      const jwk = await signingAlgorithms[alg].generate()
      return [alg, { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) }] as const
    }),
  ),
) as ConstructorParameters<typeof TokenForge>[1]

/**
 * A server that signs with one algorithm and has keys for all, somebody's claims, and a trap for whoever follows a
 * token.
 */
async function battlefield(t: TestContext, alg: AlgorithmName) {
  const folder = await mkdtemp(join(tmpdir(), 'tally-attacks-'))
  t.after(() => rm(folder, { recursive: true }))
  const TALLY_SIGNING_KEYS = join(folder, 'keys.json')
  await writeFile(TALLY_SIGNING_KEYS, JSON.stringify({ keys: Object.values(keys) }))
  // A token is judged without the database, so one engine is enough.
  const { url, as } = await testServer(t, 'sqlite', { TALLY_JWT_ALG: alg, TALLY_SIGNING_KEYS })
  const { token = '' } = await as('ada')
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>

  const trap = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  const visits = { count: 0 }
  trap.on('connection', () => (visits.count += 1))
  await once(trap, 'listening')
  t.after(() => trap.close())
  const trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`
  return { url, forge: new TokenForge(alg, keys, claims), trap: { url: trapUrl }, visits }
}

async function sendTimes(url: string, request: RawRequest): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = []
  for (let i = 0; i < TRIES; i += 1) answers.push(await sendRaw(url, request))
  return answers
}

const medianMs = (answers: readonly RawAnswer[]) => answers.map(({ ms }) => ms).toSorted((a, b) => a - b)[1] ?? NaN

/** Whether a request takes far longer than a plain one does at the same time, each time they are compared. */
async function isDear(url: string, request: RawRequest): Promise<boolean> {
  for (let round = 0; round < TRIES; round += 1) {
    const plain = medianMs(await sendTimes(url, PLAIN))
    if (medianMs(await sendTimes(url, request)) <= MOST_TIMES_PLAIN * plain) return false
  }
  return true
}

for (const alg of algorithmNames) {
  test(`with ${alg}, no forged, malformed or misplaced token gets in, and all get the same answer`, async (t) => {
    const { url, forge, trap, visits } = await battlefield(t, alg)
    const { body } = await sendRaw(url, PLAIN)
    assert.match(body, /"code":"invalid-token"/)
    const attacks = Object.entries(await tokenAttacks(forge, trap))
    assert.ok(attacks.length >= 200, `${attacks.length} attacks`)

    const failures: string[] = []
    for (const [name, request] of attacks) {
      const other = (await sendTimes(url, request)).find((answer) => answer.status !== 401 || answer.body !== body)
      if (other) failures.push(`${name}: ${other.status} ${other.body}`)
      if (await isDear(url, request)) failures.push(`${name}: too slow`)
    }
    assert.deepEqual(failures, [])
    assert.equal(visits.count, 0)
  })

  test(`with ${alg}, what is right in all of this gets in`, async (t) => {
    const { url, forge } = await battlefield(t, alg)
    const controls = Object.entries(goodRequests(forge))
    assert.equal(controls.length, 7)
    for (const [name, request] of controls) assert.equal((await sendRaw(url, request)).status, 200, name)
  })

  test(`with ${alg}, a token sent in two ways is refused as ambiguous, however good it is`, async (t) => {
    const { url, forge } = await battlefield(t, alg)
    for (const [name, request] of Object.entries(ambiguousRequests(forge))) {
      const { status, body } = await sendRaw(url, request)
      assert.equal(status, 400, name)
      assert.match(body, /"code":"ambiguous-credentials"/)
    }
  })
}
