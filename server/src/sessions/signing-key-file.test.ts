import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { calculateJwkThumbprint, CompactSign, compactVerify, type JWK } from 'jose'
import { publishedKeyValues } from '../../test/published-key-values.ts'
import { StartError } from '../db/start-error.ts'
import { publishedKeys } from './published-keys.ts'
import { SecretFile } from './secret-file.ts'
import { Secrets } from './secrets.ts'
import { algorithmNames, signingAlgorithms, type AlgorithmName } from './signing-algorithm.ts'
import { SigningKeyFile } from './signing-key-file.ts'
import { SigningKeyRing } from './signing-key-ring.ts'
import { createLog } from '../http/log.ts'

const NOW = 1_800_000_000

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tally-keys-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

function keyFile(path: string, alg: AlgorithmName = 'ES256'): SigningKeyFile {
  return new SigningKeyFile({ path, alg, lifeSeconds: 305, clock: () => NOW * 1000 })
}

const makeKey = async (alg: AlgorithmName): Promise<JWK> => ({ ...(await signingAlgorithms[alg].generate()), alg })

const without = (jwk: JWK, name: keyof JWK): JWK =>
  Object.fromEntries(Object.entries(jwk).filter(([member]) => member !== name))

for (const alg of algorithmNames) {
  test(`the first start makes a key of ${alg} for its owner only, the second takes the same`, async (t) => {
    const path = join(await folder(t), 'new', 'signing-keys.json')
    const [made, ...others] = await keyFile(path, alg).readOrMake()
    assert.ok(made)
    assert.equal(made.alg, alg)
    assert.equal(others.length, 0)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.deepEqual(
      (await keyFile(path, alg).readOrMake()).map(({ kid }) => kid),
      [made.kid],
    )
    const signed = await new CompactSign(Buffer.from('text')).setProtectedHeader({ alg }).sign(made.signWith)
    assert.equal(new TextDecoder().decode((await compactVerify(signed, made.verifyWith)).payload), 'text')
  })
}

test('keys of all algorithms lie in one file; what is published has nothing secret, and nothing of HMAC', async (t) => {
  const path = join(await folder(t), 'keys.json')
  const keys = await Promise.all(algorithmNames.map(makeKey))
  await writeFile(path, JSON.stringify({ keys }))
  const ring = await openRing(t, path)
  const published = ring.published()
  assert.deepEqual(
    published.map(({ alg }) => alg),
    ['ES256', 'Ed25519', 'RS256'],
  )
  for (const jwk of published) {
    const kid = await calculateJwkThumbprint(jwk)
    assert.equal(jwk.kid, kid)
    const { publicMembers } = signingAlgorithms[ring.find(kid)!.alg]
    assert.deepEqual(Object.keys(jwk).sort(), [...publicMembers, 'alg', 'kid', 'use'].sort())
  }
})

test('where there are only secrets of HMAC nothing is published', async (t) => {
  const ring = await openRing(t, join(await folder(t), 'keys.json'), 'HS256')
  assert.deepEqual(ring.published(), [])
})

async function openRing(t: TestContext, path: string, alg: AlgorithmName = 'ES256'): Promise<SigningKeyRing> {
  const parts = { file: keyFile(path, alg), clock: () => NOW * 1000, log: createLog('silent') }
  const ring = await SigningKeyRing.open(parts)
  t.after(() => ring.close())
  return ring
}

test('processes that start at the same time share one key and one secret, and leave nothing else behind', async (t) => {
  const data = await folder(t)
  const path = join(data, 'signing-keys.json')
  const keys = await Promise.all(Array.from({ length: 8 }, () => keyFile(path).readOrMake()))
  assert.equal(new Set(keys.map(([key]) => key?.kid)).size, 1)
  const secrets = await Promise.all(Array.from({ length: 8 }, () => new SecretFile(data).read()))
  assert.equal(new Set(secrets.map(([one]) => one.root.toString('hex'))).size, 1)
  assert.deepEqual((await readdir(data)).sort(), ['secret', 'signing-keys.json'])
  assert.equal((await stat(join(data, 'secret'))).mode & 0o777, 0o600)
})

test('changes come one after the other, none is lost, and nothing else is left behind', async (t) => {
  const data = await folder(t)
  const file = keyFile(join(data, 'keys.json'))
  await file.readOrMake()
  await Promise.all(Array.from({ length: 5 }, () => file.change(async (keys, now) => file.addSigner(keys, now))))
  assert.equal((await file.read()).length, 6)
  assert.deepEqual(await readdir(data), ['keys.json'])
  assert.equal((await stat(join(data, 'keys.json'))).mode & 0o777, 0o600)
})

const ec = await makeKey('ES256')
const otherEc = await makeKey('ES256')
const ed = await makeKey('Ed25519')
const rsa = await makeKey('RS256')
const otherRsa = await makeKey('RS256')
const oct = await makeKey('HS256')
const pair = (type: 'ec' | 'rsa', options: object): JWK =>
  (type === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-384', ...options })
    : generateKeyPairSync('rsa', { modulusLength: 1024, ...options })
  ).privateKey.export({ format: 'jwk' })
const secret = (text: string | Buffer): JWK => ({
  kty: 'oct',
  alg: 'HS256',
  k: Buffer.from(text).toString('base64url'),
})

const refused: Record<string, [content: unknown, says: RegExp]> = {
  'no JSON': ['secret text', /not JSON/],
  'no set': [ec, /JWK Set/],
  'an empty set': [{ keys: [] }, /empty/],
  'a key that is no object': [{ keys: ['key'] }, /JWK Set/],
  'a key for another algorithm': [{ keys: [{ ...ec, alg: 'ES384' }] }, /ES384/],
  'a key for an algorithm by its old name': [{ keys: [{ ...ed, alg: 'EdDSA' }] }, /EdDSA/],
  'a key for an algorithm that is a property of all objects': [{ keys: [{ ...ec, alg: 'toString' }] }, /toString/],
  'a key without an algorithm': [{ keys: [without(ec, 'alg')] }, /\(none\)/],
  'a key of another curve': [{ keys: [{ ...pair('ec', {}), alg: 'ES256' }] }, /P-256/],
  'an elliptic curve key for RSA': [{ keys: [{ ...ec, alg: 'RS256' }] }, /kty RSA/],
  'an RSA key for HMAC': [{ keys: [{ ...rsa, alg: 'HS256' }] }, /kty oct/],
  'a secret for an elliptic curve': [{ keys: [{ ...oct, alg: 'ES256' }] }, /kty EC/],
  'a key for encryption': [{ keys: [{ ...ec, use: 'enc' }] }, /use enc/],
  'a key that may only verify': [{ keys: [{ ...ec, key_ops: ['verify'] }] }, /key_ops/],
  'a key whose operations are a text': [{ keys: [{ ...ec, key_ops: 'sign' }] }, /key_ops/],
  'a public key': [{ keys: [without(ec, 'd')] }, /private part/],
  'a public key of RSA': [{ keys: [without(rsa, 'd')] }, /private part/],
  'an elliptic curve key with the public half of another': [
    { keys: [{ ...ec, x: otherEc.x, y: otherEc.y }] },
    /damaged/,
  ],
  'an Ed25519 key with the public half of another': [{ keys: [{ ...ed, x: (await makeKey('Ed25519')).x }] }, /damaged/],
  'an RSA key with the modulus of another': [{ keys: [{ ...rsa, n: otherRsa.n }] }, /damaged/],
  ...Object.fromEntries(
    (['d', 'p', 'q', 'dp', 'dq', 'qi'] as const).map((name) => [
      `an RSA key with the ${name} of another`,
      [{ keys: [{ ...rsa, [name]: otherRsa[name] }] }, /damaged/] as [unknown, RegExp],
    ]),
  ),
  'a key in base64 that is not the one for its bytes': [{ keys: [{ ...oct, k: `${oct.k}=` }] }, /damaged/],
  'a key with a number for a coordinate': [{ keys: [{ ...ec, x: 1 }] }, /damaged/],
  'a key with a name of its own': [{ keys: [{ ...ec, kid: 'mine' }] }, /thumbprint/],
  'a secret with a name of its own': [{ keys: [{ ...oct, kid: 'mine' }] }, /thumbprint/],
  'a key that is there twice': [{ keys: [ec, otherEc, ec] }, /twice/],
  'an RSA key of 1024 bits': [{ keys: [{ ...pair('rsa', {}), alg: 'RS256' }] }, /1024 bits/],
  'an RSA key with the exponent 3': [
    { keys: [{ ...pair('rsa', { modulusLength: 2048, publicExponent: 3 }), alg: 'RS256' }] },
    /exponent/,
  ],
  'a secret of 31 bytes': [{ keys: [secret(randomBytes(31))] }, /31 bytes/],
  'a secret that somebody typed': [{ keys: [secret('secret'.repeat(8))] }, /random/],
  'a secret of zeros': [{ keys: [secret(Buffer.alloc(64))] }, /random/],
  'a time to sign from that is a text': [{ keys: [{ ...ec, nbf: '1800000000' }] }, /nbf/],
  'an end before all times': [{ keys: [{ ...ec, exp: -1 }] }, /exp/],
  'a secret that everybody has': [
    { keys: [{ ...publishedKeyValues['RFC 7515, A.1'], alg: 'HS256' }] },
    /known to everybody \(RFC 7515, A\.1\)/,
  ],
  'a key that everybody has': [
    { keys: [{ ...publishedKeyValues['RFC 8037, A.1'], alg: 'Ed25519' }] },
    /known to everybody \(RFC 8037, A\.1\)/,
  ],
}
const secrets = [ec.d, ed.d, rsa.d, oct.k].map(String)
for (const [name, [content, says]] of Object.entries(refused)) {
  test(`the start is refused, and nothing secret shown, for ${name}`, async (t) => {
    const path = join(await folder(t), 'keys.json')
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    await writeFile(path, text)
    await assert.rejects(keyFile(path).readOrMake(), (error) => {
      assert.ok(error instanceof StartError)
      assert.match(error.message, /keys\.json .*\.$/)
      assert.match(error.message, says)
      assert.doesNotMatch(error.message, /\n|secret text/)
      assert.ok(secrets.every((one) => !error.message.includes(one)))
      return true
    })
    assert.equal(await readFile(path, 'utf8'), text)
  })
}

test('each key and secret that everybody has is known by its thumbprint', async () => {
  assert.deepEqual([...publishedKeys.values()], Object.keys(publishedKeyValues))
  const thumbprints = Object.values(publishedKeyValues).map((jwk) => calculateJwkThumbprint(jwk))
  assert.deepEqual([...publishedKeys.keys()], await Promise.all(thumbprints))
})

test('the start is refused for a secret that is damaged', async (t) => {
  const data = await folder(t)
  const good = 'A'.repeat(43)
  for (const text of ['', 'c2hvcnQ\n', `${'A'.repeat(42)}B\n`, `0 ${good}\n`, `${good}\n1 ${good}\n`]) {
    await writeFile(join(data, 'secret'), text)
    await assert.rejects(new SecretFile(data).read(), StartError, text)
  }
})

test('each purpose has a key of its own', async (t) => {
  const secrets = new Secrets(await new SecretFile(await folder(t)).read())
  assert.notDeepEqual(secrets.derive('refresh-token'), secrets.derive('password-pepper'))
})
