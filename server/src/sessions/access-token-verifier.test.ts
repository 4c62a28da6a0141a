import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import test from 'node:test'
import { importJWK, type JWK } from 'jose'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { signAccessToken } from './access-token.ts'
import { AccessTokenVerifier } from './access-token-verifier.ts'

const NOW = 1_800_000_000
const ISSUER = 'https://todo.example.org'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicJwk: JWK = publicKey.export({ format: 'jwk' })
const KID = 'our-key'

const signer = { kid: KID, alg: 'ES256', key: await importJWK(privateKey.export({ format: 'jwk' }), 'ES256') } as const
const verifier = new AccessTokenVerifier({
  keys: new Map([[KID, { kid: KID, alg: 'ES256', key: await importJWK(publicJwk, 'ES256') }]]),
  issuer: ISSUER,
  maxLifeSeconds: 300,
  clock: () => NOW * 1000,
})

const header = { alg: 'ES256', typ: 'at+jwt', kid: KID }
const claims = {
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
}

const encode = (value: string | object) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signs whatever it is given, correctly and with our key unless told otherwise. */
function token(head: string | object = header, body: string | object = claims, key = privateKey): string {
  const input = `${encode(head)}.${encode(body)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

function without(object: object, name: string): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

const good = token()
const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')
const hmacWithPublicKey = (input: string) =>
  createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' }))
    .update(input)
    .digest('base64url')
const withHs256 = `${encode({ ...header, alg: 'HS256' })}.${goodPayload}`
const lastFlipped = goodSignature.slice(0, -1) + (goodSignature.endsWith('A') ? 'B' : 'A')

const refused: Record<string, string> = {
  'an empty text': '',
  'a text without dots': 'token',
  'two segments': `${goodHeader}.${goodPayload}`,
  'four segments': `${good}.x`,
  'five segments, as in a JWE': `${good}.x.y`,
  'an empty signature': `${goodHeader}.${goodPayload}.`,
  'an empty payload': `${goodHeader}..${goodSignature}`,
  'an empty header': `.${goodPayload}.${goodSignature}`,
  'a space before': ` ${good}`,
  'a space after': `${good} `,
  'a line break': `${good}\n`,
  padding: `${goodHeader}.${goodPayload}.${goodSignature}==`,
  'base64 instead of base64url': `${goodHeader}.${goodPayload}.+/${goodSignature.slice(2)}`,
  'a comma and a second token': `${good},${good}`,
  'a changed signature': `${goodHeader}.${goodPayload}.${lastFlipped}`,
  'a signature that is too short': `${goodHeader}.${goodPayload}.${goodSignature.slice(0, -4)}`,
  'a signature of zeros': `${goodHeader}.${goodPayload}.${Buffer.alloc(64).toString('base64url')}`,
  'a signature in DER': `${goodHeader}.${goodPayload}.${sign('sha256', Buffer.from(`${goodHeader}.${goodPayload}`), privateKey).toString('base64url')}`,
  'the signature of another token': `${goodHeader}.${encode({ ...claims, role: 'admin' })}.${goodSignature}`,
  'the key of a stranger': token(header, claims, stranger.privateKey),
  'alg none': `${encode({ ...header, alg: 'none' })}.${goodPayload}.`,
  'alg None with a signature': token({ ...header, alg: 'None' }),
  'alg HS256 with our public key as secret': `${withHs256}.${hmacWithPublicKey(withHs256)}`,
  'alg ES384': token({ ...header, alg: 'ES384' }),
  'alg in lower case': token({ ...header, alg: 'es256' }),
  'no alg': token(without(header, 'alg')),
  'alg that is a list': token({ ...header, alg: ['ES256'] }),
  'no kid': token(without(header, 'kid')),
  'an unknown kid': token({ ...header, kid: 'other' }),
  'a kid that is a path': token({ ...header, kid: '../../etc/passwd' }),
  'a kid that is a number': token({ ...header, kid: 1 }),
  'a kid from the prototype': token({ ...header, kid: '__proto__' }),
  'no typ': token(without(header, 'typ')),
  'typ JWT': token({ ...header, typ: 'JWT' }),
  'typ with its media type prefix': token({ ...header, typ: 'application/at+jwt' }),
  'a key in the header': token(
    { ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) },
    claims,
    stranger.privateKey,
  ),
  'an address of keys in the header': token({ ...header, jku: 'https://evil.example/jwks.json' }),
  'a certificate in the header': token({ ...header, x5c: ['MIIB'] }),
  'a certificate address in the header': token({ ...header, x5u: 'https://evil.example/cert' }),
  crit: token({ ...header, crit: ['exp'], exp: NOW }),
  'an empty crit': token({ ...header, crit: [] }),
  'b64 false': token({ ...header, b64: false, crit: ['b64'] }),
  zip: token({ ...header, zip: 'DEF' }),
  'cty JWT': token({ ...header, cty: 'JWT' }),
  'a header that is a list': token([header]),
  'a header that is a text': token('"ES256"'),
  'a header that is null': token('null'),
  'a header with a member twice': token(`{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"${KID}"}`),
  'a header with a member twice, once escaped': token(
    `{"\\u0061lg":"none","alg":"ES256","typ":"at+jwt","kid":"${KID}"}`,
  ),
  'a header with a comment': token(`{"alg":"ES256",/**/"typ":"at+jwt","kid":"${KID}"}`),
  'a header with a byte order mark': token(`\ufeff${JSON.stringify(header)}`),
  'a payload that is no JSON': token(header, 'hello'),
  'a payload that is a list': token(header, [claims]),
  'a payload that is another token': token({ ...header }, good),
  'a payload with a member twice': token(header, JSON.stringify(claims).replace('{', '{"role":"admin",')),
  'a payload with something behind it': token(header, `${JSON.stringify(claims)}{}`),
  'another issuer': token(header, { ...claims, iss: 'https://evil.example' }),
  'our issuer with a slash': token(header, { ...claims, iss: `${ISSUER}/` }),
  'a list of issuers': token(header, { ...claims, iss: [ISSUER] }),
  'another audience': token(header, { ...claims, aud: 'other' }),
  'a list of audiences': token(header, { ...claims, aud: ['tally', 'other'] }),
  'another client': token(header, { ...claims, client_id: 'other' }),
  'a subject that is no id': token(header, { ...claims, sub: 'jemma' }),
  'a subject that is a number': token(header, { ...claims, sub: 1 }),
  'a session that is no id': token(header, { ...claims, sid: '1' }),
  'an unknown role': token(header, { ...claims, role: 'root' }),
  'a list of roles': token(header, { ...claims, role: ['admin'] }),
  'no way of signing in': token(header, { ...claims, amr: [] }),
  expired: token(header, { ...claims, iat: NOW - 400, nbf: NOW - 400, auth_time: NOW - 400, exp: NOW - 100 }),
  'expired just beyond the leeway': token(header, {
    ...claims,
    iat: NOW - 305,
    nbf: NOW - 305,
    auth_time: NOW - 305,
    exp: NOW - 5,
  }),
  'issued in the future': token(header, { ...claims, iat: NOW + 60, nbf: NOW + 60, exp: NOW + 360 }),
  'valid only later': token(header, { ...claims, nbf: NOW + 60 }),
  'a life of a year': token(header, { ...claims, exp: NOW + 31_536_000 }),
  'a life of nothing': token(header, { ...claims, exp: NOW }),
  'ended before it began': token(header, { ...claims, exp: NOW - 1 }),
  'exp as a text': token(header, { ...claims, exp: String(NOW + 300) }),
  'exp beyond all numbers': token(header, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  'exp null': token(header, { ...claims, exp: null }),
  'iat that is negative': token(header, { ...claims, iat: -1 }),
  'signed in after it was issued': token(header, { ...claims, auth_time: NOW + 1 }),
  ...Object.fromEntries(Object.keys(claims).map((name) => [`no ${name}`, token(header, without(claims, name))])),
}

test('a token that we signed is taken for what it says', async () => {
  const ours = await signAccessToken(signer, ISSUER, {
    user: { id: claims.sub, role: 'admin' },
    sessionId: claims.sid,
    authenticatedAt: NOW - 1000,
    issuedAt: NOW,
    validFrom: NOW,
    expiresAt: NOW + 300,
  })
  const { actor } = await verifier.verify(ours)
  assert.deepEqual(actor, { userId: claims.sub, role: 'admin', sessionId: claims.sid })
})

test('a token of the same form made elsewhere with our key is taken, too, so the cases below fail for their one reason', async () => {
  assert.equal((await verifier.verify(good)).actor.role, 'member')
  const extra = token(header, { ...claims, scope: 'means nothing to us' })
  assert.equal((await verifier.verify(extra)).actor.role, 'member')
})

test('a clock that is off by five seconds does no harm', async () => {
  const late = token(header, { ...claims, iat: NOW - 304, nbf: NOW - 304, auth_time: NOW - 304, exp: NOW - 4 })
  const early = token(header, { ...claims, iat: NOW + 4, nbf: NOW + 4, exp: NOW + 304 })
  for (const one of [late, early]) assert.equal((await verifier.verify(one)).actor.role, 'member')
})

for (const [name, bad] of Object.entries(refused)) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(verifier.verify(bad), (error) => {
      assert.ok(error instanceof Problem)
      assert.equal(error.code, 'invalid-token')
      assert.deepEqual(error.options.headers, { 'www-authenticate': 'Bearer error="invalid_token"' })
      assert.equal(error.options.errors, undefined)
      return true
    })
  })
}
