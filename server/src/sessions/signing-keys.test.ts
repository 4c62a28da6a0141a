import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { StartError } from '../db/start-error.ts'
import { loadSecrets } from './secrets.ts'
import { loadSigningKeys } from './signing-keys.ts'

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tally-keys-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

function newKey(curve = 'P-256'): JWK {
  const jwk: JWK = generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' })
  return { ...jwk, alg: 'ES256', use: 'sig' }
}

const without = (jwk: JWK, name: keyof JWK): JWK =>
  Object.fromEntries(Object.entries(jwk).filter(([member]) => member !== name))

test('the first start makes a key for its owner only, the second takes the same', async (t) => {
  const path = join(await folder(t), 'new', 'signing-keys.json')
  const first = await loadSigningKeys(path)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await loadSigningKeys(path)).signer.kid, first.signer.kid)
})

test('processes that start at the same time share one key and one secret, and leave nothing else behind', async (t) => {
  const data = await folder(t)
  const path = join(data, 'signing-keys.json')
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadSigningKeys(path)))
  assert.equal(new Set(keys.map(({ signer }) => signer.kid)).size, 1)
  const secrets = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(data)))
  assert.equal(new Set(secrets.map((one) => one.derive('refresh-token').toString('hex'))).size, 1)
  assert.deepEqual((await readdir(data)).sort(), ['secret', 'signing-keys.json'])
  assert.equal((await stat(join(data, 'secret'))).mode & 0o777, 0o600)
})

test('the first key signs, all verify, and what is published has nothing private', async (t) => {
  const path = join(await folder(t), 'keys.json')
  const [first, second] = [newKey(), newKey()]
  await writeFile(path, JSON.stringify({ keys: [first, second] }))
  const { signer, verifiers, publicSet } = await loadSigningKeys(path)
  const kids = [await calculateJwkThumbprint(first), await calculateJwkThumbprint(second)]
  assert.equal(signer.kid, kids[0])
  assert.deepEqual([...verifiers.keys()], kids)
  assert.deepEqual(
    publicSet.keys,
    [first, second].map((jwk, i) => ({ ...without(jwk, 'd'), kid: kids[i] })),
  )
})

const good = newKey()
const other = newKey()
const refused: Record<string, unknown> = {
  'no JSON': 'secret text',
  'no set': good,
  'an empty set': { keys: [] },
  'a key that is no object': { keys: ['key'] },
  'a key for another algorithm': { keys: [{ ...good, alg: 'ES384' }] },
  'a key without an algorithm': { keys: [without(good, 'alg')] },
  'a key of another curve': { keys: [newKey('P-384')] },
  'a key of another kind': { keys: [{ kty: 'oct', k: 'c2VjcmV0', alg: 'ES256' }] },
  'a key for encryption': { keys: [{ ...good, use: 'enc' }] },
  'a key that may only verify': { keys: [{ ...good, key_ops: ['verify'] }] },
  'a public key': { keys: [without(good, 'd')] },
  'a key with the public half of another': { keys: [{ ...good, x: other.x, y: other.y }] },
  'a key with a name of its own': { keys: [{ ...good, kid: 'mine' }] },
  'a key that is there twice': { keys: [good, other, good] },
}
for (const [name, content] of Object.entries(refused)) {
  test(`the start is refused, and nothing secret shown, for ${name}`, async (t) => {
    const path = join(await folder(t), 'keys.json')
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    await writeFile(path, text)
    await assert.rejects(loadSigningKeys(path), (error) => {
      assert.ok(error instanceof StartError)
      assert.match(error.message, /keys\.json .*\.$/)
      assert.doesNotMatch(error.message, /\n|secret/)
      assert.ok(!error.message.includes(good.d ?? ''))
      return true
    })
    assert.equal(await readFile(path, 'utf8'), text)
  })
}

test('the start is refused for a secret that is damaged', async (t) => {
  const data = await folder(t)
  for (const text of ['', 'c2hvcnQ\n', `${'A'.repeat(42)}B\n`]) {
    await writeFile(join(data, 'secret'), text)
    await assert.rejects(loadSecrets(data), StartError)
  }
})

test('each purpose has a key of its own', async (t) => {
  const secrets = await loadSecrets(await folder(t))
  assert.notDeepEqual(secrets.derive('refresh-token'), secrets.derive('password-pepper'))
})
