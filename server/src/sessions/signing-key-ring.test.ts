import assert from 'node:assert/strict'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { pino } from 'pino'
import * as contract from '@tally/contract'
import { askServer, controlSocketPath } from '../command-line/control-socket.ts'
import { openApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../http/log.ts'
import { freshDatabase } from '../../test/every-database.ts'
import { TestClient } from '../../test/test-client.ts'
import { PASSWORD, testServer, type TestServer } from '../../test/test-server.ts'
import { TokenForge } from '../../test/token-forge.ts'
import { until } from '../../test/until.ts'
import { algorithmNames } from './signing-algorithm.ts'
import { SigningKeyFile } from './signing-key-file.ts'
import { SigningKeyRing } from './signing-key-ring.ts'
import { makeSigningKey, writeSigningKey, type StoredKey } from './signing-key.ts'

// Keys have nothing to do with the database: one engine is enough.
const server = (t: TestContext, settings?: Record<string, string>) => testServer(t, 'sqlite', settings)

const readKeys = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as { keys: StoredKey[] }

/** Puts another file in the place of the old one, as an editor or a deployment does. */
async function replaceKeys(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content)
  await rename(`${path}.new`, path)
}

const kidOf = ({ token = '' }: TestClient) =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid

async function tally({ config }: TestServer, ...command: string[]) {
  const answer = await askServer(controlSocketPath(config.dataDir), command)
  assert.ok(answer)
  return answer
}

/** The key that the audit log has with each change of a kind; nobody is named with it, nor an address. */
async function auditedKeys({ tally }: TestServer, kind: contract.AuditKind): Promise<(string | null)[]> {
  const rows = await tally.accounts.db.selectFrom('audit').selectAll().where('kind', '=', kind).execute()
  assert.ok(rows.every(({ actor_id: actorId, address }) => actorId === null && address === null))
  return rows.map(({ detail }) => detail)
}

test('a key that is rotated while the server runs signs after five minutes, and nobody is signed out', async (t) => {
  const running = await server(t)
  const ada = await running.as('ada')
  const [before] = (await ada.call(contract.getKeys)).body.keys
  assert.equal((await tally(running, 'keys', 'rotate')).code, 0)
  const published = (await ada.call(contract.getKeys)).body.keys
  assert.equal(published.length, 2)
  const next = published[0]?.['kid']
  assert.deepEqual(await auditedKeys(running, 'keys-rotated'), [next])

  assert.equal(kidOf(await running.as('ada')), before?.['kid'])
  running.clock.ahead += 290_000
  const late = await running.as('ada')
  assert.equal(kidOf(late), before?.['kid'])
  running.clock.ahead += 15_000
  assert.equal(kidOf(await running.as('ada')), next)
  assert.equal((await late.call(contract.getMe)).status, 200)
  running.clock.ahead += 280_000
  assert.equal((await late.call(contract.getMe)).status, 200)
  running.clock.ahead += 30_000
  const left = (await ada.call(contract.getKeys)).body.keys
  assert.deepEqual(
    left.map(({ kid }) => kid),
    [next],
  )
})

test('a key that is revoked ends its tokens with the next request, also those seen before', async (t) => {
  const running = await server(t)
  const ada = await running.as('ada')
  assert.equal((await ada.call(contract.getMe)).status, 200)
  const { code } = await tally(running, 'keys', 'revoke', kidOf(ada))
  assert.equal(code, 0)
  assert.deepEqual(await auditedKeys(running, 'key-revoked'), [kidOf(ada)])
  assert.deepEqual(await auditedKeys(running, 'keys-rotated'), [])
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  const { body } = await ada.call(contract.refreshSession)
  assert.ok(body)
  ada.token = body.token
  assert.equal((await ada.call(contract.getMe)).status, 200)
})

test('a key that another process adds is taken over when a token names it', async (t) => {
  const running = await server(t)
  const ada = await running.as('ada')
  const path = running.config.signingKeys
  const added = await makeSigningKey('Ed25519')
  const { keys } = await readKeys(path)
  await replaceKeys(path, JSON.stringify({ keys: [...keys, writeSigningKey(added)] }))
  const [, claims = ''] = (ada.token ?? '').split('.')
  const stored = { ...added.stored, kid: added.kid }
  const forge = new TokenForge(
    'Ed25519',
    { ES256: stored, Ed25519: stored, RS256: stored, HS256: stored },
    JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>,
  )
  ada.token = forge.token()
  assert.equal((await ada.call(contract.getMe)).status, 200)
})

test('a file that is replaced is taken over without anybody asking', async (t) => {
  const running = await server(t)
  const ada = await running.as('ada')
  const path = running.config.signingKeys
  const other = await makeSigningKey('ES256')
  const { keys } = await readKeys(path)
  await replaceKeys(path, JSON.stringify({ keys: [writeSigningKey(other), ...keys] }))
  const first = async () => (await ada.call(contract.getKeys)).body.keys[0]?.['kid']
  while ((await first()) !== other.kid) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(kidOf(await running.as('ada')), other.kid)
  assert.equal((await ada.call(contract.getMe)).status, 200)
})

test('where a file is put in place without a key that can sign, one is made, and the audit log says so', async (t) => {
  const running = await server(t)
  const path = running.config.signingKeys
  const foreign = await makeSigningKey('Ed25519')
  await replaceKeys(path, JSON.stringify({ keys: [writeSigningKey(foreign)] }))
  const kids = async () => (await running.nobody().call(contract.getKeys)).body.keys.map(({ kid }) => kid)
  await until('the file is taken over', 5000, async () => (await kids()).includes(foreign.kid))
  const made = kidOf(await running.as('ada'))
  assert.deepEqual(await kids(), [made, foreign.kid])
  await until('it is noted', 5000, async () => (await auditedKeys(running, 'keys-rotated')).includes(made))
})

test('a file that is bad, or gone, changes nothing but the log, once for each reason', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tally-ring-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'keys.json')
  const reasons: string[] = []
  const log = pino(
    { level: 'error' },
    { write: (line) => reasons.push((JSON.parse(line) as { reason: string }).reason) },
  )
  const clock = Date.now
  const ring = await SigningKeyRing.open({
    file: new SigningKeyFile({ path, alg: 'ES256', lifeSeconds: 305, clock }),
    clock,
    log,
  })
  t.after(() => ring.close())
  const signer = ring.signer()
  const good = await readFile(path, 'utf8')

  for (const spoil of [() => replaceKeys(path, '{"keys":[]}'), () => replaceKeys(path, 'secret'), () => rm(path)]) {
    await spoil()
    await ring.look()
    await ring.look()
    assert.equal(ring.signer(), signer)
    assert.equal(ring.find(signer.kid), signer)
  }
  assert.match(reasons.join(' | '), /keys\.json .* empty\. \| .*keys\.json .* not JSON\. \| .*keys\.json .*ENOENT\)\.$/)
  assert.doesNotMatch(reasons.join(), /secret/)
  await replaceKeys(path, good)
  await ring.look()
  assert.equal(reasons.length, 3)
  assert.equal(ring.signer().kid, signer.kid)
})

test('tokens of HMAC work like others, and their secret is nowhere to be seen', async (t) => {
  const running = await server(t, { TALLY_JWT_ALG: 'HS256' })
  const ada = await running.as('ada')
  assert.equal((await ada.call(contract.getMe)).status, 200)
  assert.deepEqual((await ada.call(contract.getKeys)).body, { keys: [] })
  const { keys } = await readKeys(running.config.signingKeys)
  const { output } = await tally(running, 'keys', 'list')
  assert.match(output, /HS256 +signs/)
  assert.ok(!output.includes(String(keys[0]?.k)))
})

test('a start with another algorithm signs nobody out', async (t) => {
  const { dataDir, remove } = await freshDatabase('sqlite')
  t.after(remove)
  const admin = { username: 'ada', password: PASSWORD }
  let token: string | undefined
  for (const alg of algorithmNames) {
    const config = readConfig({ TALLY_DATA: dataDir, TALLY_JWT_ALG: alg, PORT: '0', LOG_LEVEL: 'silent' })
    const tally = await openApp({ config, log: createLog(config.logLevel) })
    try {
      const client = new TestClient(await tally.http.listen({ host: '127.0.0.1', port: 0 }), token)
      await client.call(contract.setUp, { body: admin })
      const signedIn = await client.call(contract.signIn, { body: admin })
      // That of the server before, which signed in another way.
      client.token = token ?? signedIn.body.token
      assert.equal((await client.call(contract.getMe)).status, 200)
      token = signedIn.body.token
    } finally {
      await tally.close()
    }
  }
  const { keys } = await readKeys(join(dataDir, 'signing-keys.json'))
  assert.deepEqual(
    keys.map(({ alg }) => alg),
    algorithmNames.toReversed(),
  )
})
