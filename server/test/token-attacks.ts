import { createPublicKey, generateKeyPairSync, sign, constants } from 'node:crypto'
import { CompactEncrypt, type JWK } from 'jose'
import { algorithmNames, type AlgorithmName } from '../src/sessions/signing-algorithm.ts'
import type { RawRequest } from './raw-request.ts'
import { hmac, privateKey, segment, signText, type TokenForge } from './token-forge.ts'

/** Somewhere a token must never lead the server to. */
export type Trap = { readonly url: string }

type Tokens = Record<string, string>

/** Where a token is sent when it is sent as it should be. */
export const TARGET = '/api/me'

const ASYMMETRIC = ['ES256', 'Ed25519', 'RS256'] as const
const stranger: Record<AlgorithmName, JWK> = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  Ed25519: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  HS256: { kty: 'oct', k: Buffer.from('a secret that only the attacker knows').toString('base64url') },
}

/** Requests that must be let in, so that the attacks fail for their one reason. */
export function goodRequests(forge: TokenForge): Record<string, RawRequest> {
  const { header, claims } = forge
  const now = Math.floor(Date.now() / 1000)
  const { alg, typ, kid } = header
  return {
    'a good token': bearer(forge.token()),
    'a scheme in small letters': request(`Authorization: bearer ${forge.token()}`),
    'a scheme in capitals': request(`Authorization: BEARER ${forge.token()}`),
    'header members in another order': bearer(forge.token({ kid, alg, typ })),
    'white space and escapes that JSON allows': bearer(
      forge.token(JSON.stringify(header, null, 2).replace('"alg"', '"\\u0061lg"'), JSON.stringify(claims, null, 1)),
    ),
    'a claim more': bearer(forge.withClaims({ scope: 'means nothing to us' })),
    'an end within the leeway': bearer(
      forge.withClaims({ iat: now - 302, nbf: now - 302, auth_time: now - 302, exp: now - 2 }),
    ),
  }
}

/** Requests that must all get the same 401, by a name that says what is wrong. */
export async function tokenAttacks(forge: TokenForge, trap: Trap): Promise<Record<string, RawRequest>> {
  const groups: Record<string, Tokens> = {
    structure: structure(forge),
    alg: algorithms(forge),
    'key confusion': keyConfusion(forge),
    'header keys': headerKeys(forge, trap),
    kid: kids(forge, trap),
    'crit, b64, typ': otherHeaders(forge),
    times: times(forge),
    claims: claims(forge),
    JSON: jsonTricks(forge),
    signature: signatures(forge),
    'JWE and nested': await otherTokens(forge),
  }
  const attacks = Object.entries(groups).flatMap(([group, tokens]) =>
    Object.entries(tokens).map(([name, token]) => [`${group}: ${name}`, bearer(token)] as const),
  )
  const placed = Object.entries(placements(forge)).map(([name, one]) => [`placement: ${name}`, one] as const)
  return Object.fromEntries([...attacks, ...placed])
}

/** Two ways of sending a token at once: refused with 400 instead, whatever the tokens are. */
export function ambiguousRequests(forge: TokenForge): Record<string, RawRequest> {
  const good = forge.token()
  const line = `Authorization: Bearer ${good}`
  return {
    'header and query': request(line, { target: `${TARGET}?access_token=${good}` }),
    'header and an empty query': request(line, { target: `${TARGET}?access_token=` }),
    'a bad header and a good query': request('Authorization: Bearer x', { target: `${TARGET}?access_token=${good}` }),
  }
}

function request(line: string, more: Partial<RawRequest> = {}): RawRequest {
  return { target: TARGET, lines: [line], ...more }
}

function bearer(token: string): RawRequest {
  return request(`Authorization: Bearer ${token}`)
}

function structure(forge: TokenForge): Tokens {
  const good = forge.token()
  const [header, payload, signature] = split(good)
  return {
    'no token': '',
    'a text without dots': 'token',
    'one dot': '.',
    'two dots': '..',
    'three dots': '...',
    'two segments': `${header}.${payload}`,
    'an empty signature': `${header}.${payload}.`,
    'an empty payload': `${header}..${signature}`,
    'an empty header': `.${payload}.${signature}`,
    'payload and signature only': `${payload}.${signature}`,
    'a dot before': `.${good}`,
    'a dot after': `${good}.`,
    'four segments': `${good}.x`,
    'five segments': `${good}.x.y`,
    'the token twice': good + good,
    'the segments in reverse': `${signature}.${payload}.${header}`,
    'header twice': `${header}.${header}.${signature}`,
    'commas for dots': `${header},${payload},${signature}`,
    'escaped dots': `${header}%2E${payload}%2E${signature}`,
    'a space inside': `${header}. ${payload}.${signature}`,
    'a tab inside': `${header}.\t${payload}.${signature}`,
    'quotes around': `"${good}"`,
    'angle brackets around': `<${good}>`,
    'a byte beyond ASCII': `${header}.${payload}\xe9.${signature}`,
    'padding after the signature': `${good}=`,
    'more padding after the signature': `${good}==`,
    'padding in the header': forge.signed(`${header}=.${payload}`),
    'padding in the payload': forge.signed(`${header}.${payload}=`),
    'plus and slash in the payload': forge.signed(`${header}.${withUrlUnsafe(forge)}`),
    'an exclamation mark in the payload': forge.signed(`${header}.${payload}!`),
    'bits over in the header': forge.signed(`${withBitsOver(forge.header)}.${payload}`),
    'bits over in the payload': forge.signed(`${header}.${withBitsOver(forge.claims)}`),
    'bits over in the signature': `${header}.${payload}.${nextCharacter(signature)}`,
    'an impossible length': `${header}.${payload}.${signature}`.padEnd(
      good.length + 4 - (signature.length % 4) + 1,
      'A',
    ),
    'longer than 6144 characters': good.padEnd(6200, 'A'),
    'much longer': `${'A'.repeat(7000)}.${payload}.${signature}`,
    'nothing but dots': '.'.repeat(5000),
  }
}

function algorithms(forge: TokenForge): Tokens {
  const input = (alg: unknown) => `${segment({ ...forge.header, alg })}.${segment(forge.claims)}`
  const names = [
    ...['none', 'None', 'NONE', 'nOnE', 'none ', 'null', 'undefined', 'HS384', 'HS512', 'RS384', 'RS512', 'PS256'],
    ...['ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed448', 'RS1', 'dir', 'A256GCM', 'RSA-OAEP', 'toString', 'constructor'],
    ...['__proto__', '', ' ', `${forge.alg} `, `${forge.alg}\u0000`, swapCase(forge.alg), `${forge.alg},none`, '*'],
    ...algorithmNames.filter((name) => name !== forge.alg),
  ]
  return {
    ...Object.fromEntries(names.map((name) => [`"${name}", signed`, forge.signed(input(name))])),
    ...Object.fromEntries(names.slice(0, 6).map((name) => [`"${name}", unsigned`, `${input(name)}.`])),
    missing: forge.token(without(forge.header, 'alg')),
    null: forge.withHeader({ alg: null }),
    'a number': forge.withHeader({ alg: 256 }),
    'a list': forge.withHeader({ alg: [forge.alg] }),
    'an object': forge.withHeader({ alg: { name: forge.alg } }),
    true: forge.withHeader({ alg: true }),
  }
}

function keyConfusion(forge: TokenForge): Tokens {
  const { keys, claims } = forge
  const tokens: Tokens = {}
  const input = (alg: string, kid: unknown) => `${segment({ ...forge.header, alg, kid })}.${segment(claims)}`
  for (const name of ASYMMETRIC) {
    const publicKey = createPublicKey(privateKey(keys[name]))
    const pem = publicKey.export({ format: 'pem', type: 'spki' })
    const jwk = publicKey.export({ format: 'jwk' })
    const secrets: Record<string, string | Buffer> = {
      'as PEM': pem,
      'as PEM without its last line break': pem.trimEnd(),
      'as DER': publicKey.export({ format: 'der', type: 'spki' }),
      'as JWK': JSON.stringify(jwk),
      'as bare bytes': Buffer.from(String(jwk.x ?? jwk.n), 'base64url'),
      'as base64url': String(jwk.x ?? jwk.n),
    }
    for (const [form, secret] of Object.entries(secrets)) {
      const text = input('HS256', keys[name].kid)
      tokens[`HMAC with the public ${name} key ${form}`] = `${text}.${hmac(secret, text).toString('base64url')}`
    }
  }
  for (const [name, secret] of [
    ['no secret', ''],
    ['the kid', String(keys.HS256.kid)],
    ['"secret"', 'secret'],
    ['the text of the secret', String(keys.HS256.k)],
    ['zeros', Buffer.alloc(32)],
  ] as const) {
    const text = input('HS256', keys.HS256.kid)
    tokens[`HMAC with ${name}`] = `${text}.${hmac(secret, text).toString('base64url')}`
  }
  for (const named of algorithmNames) {
    for (const used of algorithmNames) {
      const text = input(named, keys[named].kid)
      const itself = signText(used, stranger[used], text).toString('base64url')
      tokens[`the name of our ${named} key, a ${used} key of a stranger`] = `${text}.${itself}`
      if (named === used) continue
      tokens[`the name of our ${named} key, signed with our ${used} key`] =
        `${text}.${signText(used, keys[used], text).toString('base64url')}`
      const other = input(used, keys[named].kid)
      tokens[`the name of our ${named} key, our ${used} key and its alg`] =
        `${other}.${signText(used, keys[used], other).toString('base64url')}`
    }
  }
  return tokens
}

function headerKeys(forge: TokenForge, { url }: Trap): Tokens {
  const { alg, header, claims } = forge
  const foreign = stranger[alg]
  const shown = alg === 'HS256' ? foreign : { ...createPublicKey(privateKey(foreign)).export({ format: 'jwk' }) }
  const members: Record<string, object> = {
    jwk: { jwk: shown },
    'jwk with our kid in it': { jwk: { ...shown, kid: header['kid'] } },
    jku: { jku: `${url}/jwks.json` },
    'jku and x5u': { jku: `${url}/jwks.json`, x5u: `${url}/cert.pem` },
    x5u: { x5u: `${url}/cert.pem` },
    x5c: { x5c: ['MIIB'] },
    x5t: { x5t: 'AAAA' },
    'x5t#S256': { 'x5t#S256': 'AAAA' },
    'iss with an address': { iss: url },
  }
  const tokens: Tokens = {}
  for (const [name, more] of Object.entries(members)) {
    const foreignInput = `${segment({ ...header, ...more })}.${segment(claims)}`
    tokens[`${name}, signed by a stranger`] =
      `${foreignInput}.${signText(alg, foreign, foreignInput).toString('base64url')}`
    tokens[`${name}, signed by us`] = forge.withHeader(more)
    const unnamed = `${segment({ ...without(header, 'kid'), ...more })}.${segment(claims)}`
    tokens[`${name}, without kid`] = `${unnamed}.${signText(alg, foreign, unnamed).toString('base64url')}`
  }
  return tokens
}

function kids(forge: TokenForge, { url }: Trap): Tokens {
  const kid = String(forge.header['kid'])
  const texts = {
    empty: '',
    unknown: 'y_x3gCJnL6oKGBBIXScabduwxTVy2Wd2bzRVEUbdUzc',
    'ours and a space': `${kid} `,
    'a space and ours': ` ${kid}`,
    'ours and U+0000': `${kid}\u0000`,
    'ours and a line break': `${kid}\n`,
    'ours, the case swapped': swapCase(kid),
    'the beginning of ours': kid.slice(0, -1),
    'ours twice': kid + kid,
    'a path': '../../../../dev/null',
    'an absolute path': '/dev/null',
    'a file address': 'file:///dev/null',
    'an address': `${url}/key`,
    'SQL that is always true': "' or '1'='1",
    'SQL that brings a key': "x' union select 'secret' -- ",
    'SQL that drops': "'; drop table session; --",
    'a command': '$(touch /tmp/pwned)',
    'a pipe': '| sleep 5',
    'a template': '${7*7}',
    'a wildcard': '*',
    __proto__: '__proto__',
    constructor: 'constructor',
    toString: 'toString',
    hasOwnProperty: 'hasOwnProperty',
    long: 'k'.repeat(3000),
  }
  const asHmac = (name: string, secret: string) => {
    const text = `${segment({ alg: 'HS256', typ: 'at+jwt', kid: name })}.${segment(forge.claims)}`
    return `${text}.${hmac(secret, text).toString('base64url')}`
  }
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, forge.withHeader({ kid: text })])),
    'a path to an empty secret': asHmac('/dev/null', ''),
    'SQL that brings the secret': asHmac("x' union select 'secret", 'secret'),
    missing: forge.token(without(forge.header, 'kid')),
    null: forge.withHeader({ kid: null }),
    'a number': forge.withHeader({ kid: 0 }),
    true: forge.withHeader({ kid: true }),
    'a list': forge.withHeader({ kid: [kid] }),
    'an object': forge.withHeader({ kid: { toString: kid } }),
  }
}

function otherHeaders(forge: TokenForge): Tokens {
  const types = ['JWT', 'jwt', 'AT+JWT', 'at+JWT', 'application/at+jwt', 'at+jwt ', ' at+jwt', 'at+jwt;v=1', 'dpop+jwt']
  const members: Record<string, object> = {
    'crit of nothing': { crit: [] },
    'crit of exp': { crit: ['exp'], exp: 1 },
    'crit of what is missing': { crit: ['x'] },
    'crit of alg': { crit: ['alg'] },
    'crit that is a text': { crit: 'b64' },
    'b64 true': { b64: true, crit: ['b64'] },
    'b64 false': { b64: false, crit: ['b64'] },
    'b64 false, not critical': { b64: false },
    zip: { zip: 'DEF' },
    cty: { cty: 'JWT' },
    enc: { enc: 'A256GCM' },
    epk: { epk: {} },
    'p2c that would take for ever': { p2c: 2_147_483_647, p2s: 'AAAA' },
    nonce: { nonce: '1' },
    'a claim in the header': { sub: forge.claims['sub'] },
    'a member without a name': { '': 1 },
    'typ null': { typ: null },
    'typ a list': { typ: ['at+jwt'] },
    'typ a number': { typ: 1 },
    'typ empty': { typ: '' },
  }
  return {
    ...Object.fromEntries(types.map((typ) => [`typ "${typ}"`, forge.withHeader({ typ })])),
    ...Object.fromEntries(Object.entries(members).map(([name, more]) => [name, forge.withHeader(more)])),
    'typ missing': forge.token(without(forge.header, 'typ')),
    'an unencoded payload': unencodedPayload(forge),
  }
}

function times(forge: TokenForge): Tokens {
  const now = Math.floor(Date.now() / 1000)
  const year = 31_536_000
  const at = (from: number, to: number) => ({ iat: from, nbf: from, auth_time: from, exp: to })
  const cases: Record<string, object> = {
    expired: at(now - 400, now - 100),
    'expired a year ago': at(now - year, now - year + 300),
    'in the future': at(now + 60, now + 360),
    'far in the future': at(now + year, now + year + 300),
    'valid only later': { nbf: now + 60 },
    'issued only later': { iat: now + 60, exp: now + 300 },
    'a life of a year': { exp: now + year },
    'a life of nothing': at(now, now),
    'ended before it began': at(now, now - 1),
    'valid after it ends': { nbf: now + 400 },
    'signed in after it was issued': { auth_time: now + 100 },
    'times in milliseconds': at(now * 1000, now * 1000 + 300_000),
    'exp in milliseconds': { exp: now * 1000 },
    'exp 0': { exp: 0 },
    'exp negative': { exp: -1 },
    'iat negative': { iat: -1 },
    'all times 0': at(0, 0),
    'exp the greatest integer': { exp: Number.MAX_SAFE_INTEGER },
    'exp the greatest number': { exp: Number.MAX_VALUE },
    'exp a text': { exp: String(now + 300) },
    'exp a date': { exp: new Date((now + 300) * 1000).toISOString() },
    'iat a text': { iat: String(now) },
    'nbf a text': { nbf: String(now) },
    'auth_time a text': { auth_time: String(now) },
    'issued before all times': { iat: -now, nbf: 0, auth_time: 0 },
  }
  return Object.fromEntries(Object.entries(cases).map(([name, claims]) => [name, forge.withClaims(claims)]))
}

function claims(forge: TokenForge): Tokens {
  const tokens: Tokens = {}
  for (const [name, value] of Object.entries(forge.claims)) {
    tokens[`${name} missing`] = forge.token(forge.header, without(forge.claims, name))
    const wrong = { null: null, true: true, empty: '', 'an object': { value }, 'in a list': [value], 'no list': [] }
    for (const [what, other] of Object.entries(wrong)) tokens[`${name} ${what}`] = forge.withClaims({ [name]: other })
  }
  const { iss, sub, sid } = forge.claims
  const cases: Record<string, object> = {
    'iss with a slash': { iss: `${String(iss)}/` },
    'iss in capitals': { iss: String(iss).toUpperCase() },
    'iss by https': { iss: String(iss).replace('http:', 'https:') },
    'iss another server': { iss: 'https://evil.example' },
    'iss another port': { iss: 'http://localhost:1' },
    'iss and more': { iss: `${String(iss)}.evil.example` },
    'aud another': { aud: 'other' },
    'aud in capitals': { aud: 'TALLY' },
    'aud us and another': { aud: ['tally', 'other'] },
    'aud our address': { aud: iss },
    'client_id another': { client_id: 'tally-app' },
    'client_id as aud': { client_id: 'tally' },
    'sub a name': { sub: 'ada' },
    'sub a number': { sub: 1 },
    'sub in capitals': { sub: String(sub).toUpperCase() },
    'sub with braces': { sub: `{${String(sub)}}` },
    'sub with a space': { sub: `${String(sub)} ` },
    'sub with SQL': { sub: `${String(sub)}' or 1=1 --` },
    'sub with U+0000': { sub: `${String(sub)}\u0000` },
    'sid a name': { sid: 'session' },
    'sid a number': { sid: 1 },
    'sid in capitals': { sid: String(sid).toUpperCase() },
    'jti a number': { jti: 1 },
    'jti a name': { jti: 'one' },
    'role unknown': { role: 'root' },
    'role in capitals': { role: 'ADMIN' },
    'role with a space': { role: 'admin ' },
    'role a number': { role: 1 },
    'amr a text': { amr: 'pwd' },
    'amr with a number': { amr: [1] },
    'amr with an empty text': { amr: [''] },
    'amr with null': { amr: ['pwd', null] },
  }
  for (const [name, wrong] of Object.entries(cases)) tokens[name] = forge.withClaims(wrong)
  return tokens
}

function jsonTricks(forge: TokenForge): Tokens {
  const head = JSON.stringify(forge.header)
  const body = JSON.stringify(forge.claims)
  const tokens: Tokens = {}
  for (const name of Object.keys(forge.header)) {
    const member = JSON.stringify(forge.header[name])
    tokens[`header member ${name} twice`] = forge.token(`{"${name}":${member},${head.slice(1)}`)
    tokens[`header member ${name} twice, once escaped`] = forge.token(`{"${escaped(name)}":${member},${head.slice(1)}`)
  }
  for (const name of Object.keys(forge.claims)) {
    const member = JSON.stringify(forge.claims[name])
    tokens[`claim ${name} twice`] = forge.token(head, `{"${name}":${member},${body.slice(1)}`)
  }
  const objects: Record<string, (text: string) => string | Buffer> = {
    'a byte order mark before': (text) => `\ufeff${text}`,
    'a comment': (text) => text.replace('{', '{/* */'),
    'a comment to the end of the line': (text) => text.replace('{', '{//\n'),
    'a comma too many': (text) => text.replace(/\}$/, ',}'),
    'single quotes': (text) => text.replaceAll('"', "'"),
    'names without quotes': (text) => text.replace(/"(\w+)":/g, '$1:'),
    'a word after': (text) => `${text}x`,
    'a second object after': (text) => `${text}{}`,
    'U+0000 after': (text) => `${text}\u0000`,
    'a list around': (text) => `[${text}]`,
    'a text around': (text) => JSON.stringify(text),
    'nothing inside': () => '{}',
    'nothing at all': () => ' ',
    null: () => 'null',
    'a number': () => '1',
    'an open end': (text) => text.slice(0, -1),
    'UTF-16': (text) => Buffer.from(text, 'utf16le'),
    'a byte that is not UTF-8': (text) => insert(text, [0xff]),
    'an overlong form': (text) => insert(text, [0xc0, 0xaf]),
    'a surrogate as bytes': (text) => insert(text, [0xed, 0xa0, 0x80]),
    'a surrogate that is alone': (text) => text.replace('{', '{"x":"\\ud800",'),
    'a surrogate that is alone in a name': (text) => text.replace('{', '{"\\udc00":1,'),
    'surrogates the wrong way round': (text) => text.replace('{', '{"x":"\\udc00\\ud800",'),
    'a bare line break in a text': (text) => text.replace('{', '{"x":"\n",'),
    'an escape that is none': (text) => text.replace('{', '{"x":"\\x41",'),
    'a number beyond all numbers': (text) => text.replace('{', '{"x":1e999,'),
    'a number below all numbers': (text) => text.replace('{', '{"x":-1e999,'),
    NaN: (text) => text.replace('{', '{"x":NaN,'),
    Infinity: (text) => text.replace('{', '{"x":Infinity,'),
    'a hexadecimal number': (text) => text.replace('{', '{"x":0x10,'),
    'a number with a leading zero': (text) => text.replace('{', '{"x":01,'),
    'a number of 2000 digits': (text) => text.replace('{', `{"x":${'9'.repeat(2000)},`),
    'lists nested 1500 deep': (text) => text.replace('{', `{"x":${'['.repeat(1500)}${']'.repeat(1500)},`),
    'objects nested 300 deep': (text) => text.replace('{', `{"x":${'{"a":'.repeat(300)}1${'}'.repeat(300)},`),
    'a list that never ends': (text) => text.replace('{', `{"x":${'['.repeat(3000)},`),
    'a member twice, deeper': (text) => text.replace('{', '{"x":{"a":1,"a":2},'),
    'a member twice, in a list': (text) => text.replace('{', '{"x":[{"a":1,"a":2}],'),
  }
  for (const [name, change] of Object.entries(objects)) {
    tokens[`payload: ${name}`] = forge.token(head, change(body))
    tokens[`header: ${name}`] = forge.token(change(head), body)
  }
  for (const name of Object.keys(forge.claims)) {
    const inherited = JSON.stringify({ [name]: forge.claims[name] })
    const rest = JSON.stringify(without(forge.claims, name)).slice(1)
    tokens[`claim ${name} by __proto__`] = forge.token(head, `{"__proto__":${inherited},${rest}`)
  }
  tokens['header by __proto__'] = forge.token(`{"__proto__":${head}}`)
  tokens['__proto__ in the header'] = forge.token(`{"__proto__":{},${head.slice(1)}`)
  tokens['constructor in the header'] = forge.token(`{"constructor":{"prototype":{}},${head.slice(1)}`)
  tokens['claims by __proto__'] = forge.token(head, `{"__proto__":${body}}`)
  tokens['claims in claims'] = forge.token(head, `{"claims":${body}}`)
  return tokens
}

/**
 * Signatures that are wrong. One that is not wrong is left out: of an ECDSA signature (r, s) the mirrored one (r, n -
 * s) is as valid (RFC 7518 asks for no particular one of them). Who has a good token can write it in a second way, and
 * gains nothing: sessions are refused by `sid`, never by the text of a token. All others here must be refused.
 */
function signatures(forge: TokenForge): Tokens {
  const good = forge.token()
  const [header, payload, text] = split(good)
  const signature = Buffer.from(text, 'base64url')
  const size = signature.length
  const flips = Array.from({ length: 32 }, (_, i) => Math.floor((i * (size * 8 - 1)) / 31))
  const cases: Record<string, Buffer> = {
    ...Object.fromEntries(flips.map((bit) => [`bit ${bit} flipped`, flipBit(signature, bit)])),
    'all bits flipped': Buffer.from(signature.map((byte) => byte ^ 0xff)),
    'one byte less': signature.subarray(0, -1),
    'the first byte less': signature.subarray(1),
    'half of it': signature.subarray(0, size / 2),
    'one byte': signature.subarray(0, 1),
    'a zero more': Buffer.concat([signature, Buffer.alloc(1)]),
    'a zero before': Buffer.concat([Buffer.alloc(1), signature]),
    twice: Buffer.concat([signature, signature]),
    'the bytes in reverse': Buffer.from(signature).reverse(),
    'the halves swapped': Buffer.concat([signature.subarray(size / 2), signature.subarray(0, size / 2)]),
    'the first half zero': Buffer.concat([Buffer.alloc(size / 2), signature.subarray(size / 2)]),
    'the second half zero': Buffer.concat([signature.subarray(0, size / 2), Buffer.alloc(size / 2)]),
    zeros: Buffer.alloc(size),
    ones: Buffer.alloc(size, 0xff),
    'the number one': Buffer.concat([Buffer.alloc(size - 1), Buffer.from([1])]),
    'of another token': Buffer.from(split(forge.withClaims({ scope: 'x' }))[2], 'base64url'),
    'of the header alone': signText(forge.alg, forge.keys[forge.alg], header),
    'of the payload alone': signText(forge.alg, forge.keys[forge.alg], payload),
    'of the segments without a dot': signText(forge.alg, forge.keys[forge.alg], header + payload),
    'of nothing': signText(forge.alg, forge.keys[forge.alg], ''),
    'of the bytes': signText(forge.alg, forge.keys[forge.alg], JSON.stringify(forge.claims)),
    ...ownSignatures[forge.alg](forge, `${header}.${payload}`, signature),
  }
  return {
    ...Object.fromEntries(
      Object.entries(cases).map(([name, bytes]) => [name, `${header}.${payload}.${bytes.toString('base64url')}`]),
    ),
    'good, of another header': `${segment({ ...forge.header, x: 1 })}.${payload}.${text}`,
    'good, of another payload': `${header}.${segment({ ...forge.claims, role: 'admin', x: 1 })}.${text}`,
    'as hexadecimal': `${header}.${payload}.${signature.toString('hex')}`,
  }
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const ED25519_ORDER = (1n << 252n) + 27742317777372353535851937790883648493n

type OwnSignatures = (forge: TokenForge, input: string, signature: Buffer) => Record<string, Buffer>

/** What is peculiar to each algorithm. */
const ownSignatures: Record<AlgorithmName, OwnSignatures> = {
  ES256: ({ keys }, input, signature) => {
    const r = signature.subarray(0, 32)
    const order = bytesOf(P256_ORDER, 32)
    const key = privateKey(keys.ES256)
    return {
      'in the form of DER': sign('sha256', Buffer.from(input), key),
      'with s = n': Buffer.concat([r, order]),
      'with r = n': Buffer.concat([order, signature.subarray(32)]),
      'with r = s = 1': Buffer.concat([bytesOf(1n, 32), bytesOf(1n, 32)]),
      'with r = s = n': Buffer.concat([order, order]),
      'over SHA-512': sign('sha512', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }),
      'in 96 bytes, as of P-384': Buffer.concat([Buffer.alloc(16), r, Buffer.alloc(16), signature.subarray(32)]),
    }
  },
  Ed25519: (_forge, _input, signature) => {
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`)
    const withS = (other: bigint) => Buffer.concat([signature.subarray(0, 32), bytesOf(other, 32).reverse()])
    return {
      'with S + L, which RFC 8032 refuses': withS(s + ED25519_ORDER),
      'with S = L': withS(ED25519_ORDER),
      'with L - S': withS(ED25519_ORDER - s),
      'with R = 1': Buffer.concat([bytesOf(1n, 32).reverse(), signature.subarray(32)]),
      'with R = 1 and S = 0': Buffer.concat([bytesOf(1n, 32).reverse(), Buffer.alloc(32)]),
    }
  },
  RS256: ({ keys }, input, signature) => {
    const key = privateKey(keys.RS256)
    const n = BigInt(`0x${Buffer.from(String(keys.RS256.n), 'base64url').toString('hex')}`)
    const value = BigInt(`0x${signature.toString('hex')}`)
    return {
      'in the form of PSS': sign('sha256', Buffer.from(input), { key, padding: constants.RSA_PKCS1_PSS_PADDING }),
      'over SHA-1': sign('sha1', Buffer.from(input), key),
      'over SHA-512': sign('sha512', Buffer.from(input), key),
      'n - s': bytesOf(n - value, 256),
      'n itself': bytesOf(n, 256),
      'n - 1': bytesOf(n - 1n, 256),
      's + n': bytesOf(value + n, 257),
    }
  },
  HS256: ({ keys }, input) => ({
    'the secret itself': Buffer.from(String(keys.HS256.k), 'base64url'),
    'half of it and zeros': Buffer.concat([hmac(String(keys.HS256.k), input).subarray(0, 16), Buffer.alloc(16)]),
    'with the text of the secret': hmac(String(keys.HS256.k), input),
  }),
}

async function otherTokens(forge: TokenForge): Promise<Tokens> {
  const good = forge.token()
  const [header, payload, signature] = split(good)
  const secret = Buffer.from(String(forge.keys.HS256.k), 'base64url')
  const encrypt = (content: string, more: object) =>
    new CompactEncrypt(Buffer.from(content))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'at+jwt', kid: String(forge.keys.HS256.kid), ...more })
      .encrypt(secret)
  const flattened = { protected: header, payload, signature }
  return {
    'the claims encrypted': await encrypt(JSON.stringify(forge.claims), {}),
    'the token encrypted': await encrypt(good, { cty: 'JWT' }),
    'an encrypted token without its key': (await encrypt(good, { cty: 'JWT' })).split('.').slice(0, 3).join('.'),
    'the token in a token': forge.token(forge.header, good),
    'the token in a token that says so': forge.token({ ...forge.header, cty: 'JWT' }, good),
    'the token in a claim': forge.token(forge.header, { jwt: good }),
    'flattened JSON': JSON.stringify(flattened),
    'general JSON': JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
    'a refresh token': `v1.1.${String(forge.claims['sid'])}.1.${signature.slice(0, 43)}`,
    'a PASETO': `v4.public.${payload}`,
  }
}

function placements(forge: TokenForge): Record<string, RawRequest> {
  const good = forge.token()
  const schemes = ['Basic', 'Token', 'JWT', 'DPoP', 'MAC', 'Digest', 'Negotiate', 'Bearer:', 'Bearer=', 'Bearers', 'B']
  const values: Record<string, string> = {
    'no scheme': good,
    'the scheme alone': 'Bearer',
    'no space': `Bearer${good}`,
    'two spaces': `Bearer  ${good}`,
    'a tab': `Bearer\t${good}`,
    'a space and a tab': `Bearer \t${good}`,
    'the scheme twice': `Bearer Bearer ${good}`,
    'two tokens': `Bearer ${good} ${good}`,
    'a list of two': `Bearer ${good}, Bearer ${good}`,
    'a list of two after one scheme': `Bearer ${good},${good}`,
    'a comma after': `Bearer ${good},`,
    'a comma before': `Bearer ,${good}`,
    'another scheme first': `Basic YTpi, Bearer ${good}`,
    'another scheme after': `Bearer ${good}, Basic YTpi`,
    'a parameter': `Bearer token="${good}"`,
    'the parameter of a form': `Bearer access_token=${good}`,
    'a parameter after': `Bearer ${good}; x=1`,
    'a letter that looks like B': `\xd0\x92earer ${good}`,
    'nothing at all': '',
  }
  const names = ['X-Access-Token', 'X-Auth-Token', 'X-Authorization', 'X-JWT-Assertion', 'Proxy-Authorization']
  const elsewhere = [...names, 'Authentication', 'X-Forwarded-Authorization', 'Authorisation', 'Access-Token']
  const cookies = ['token', 'access_token', 'jwt', 'Authorization', 'session', 'tally_at', 'tally_rt']
  const json = 'Content-Type: application/json'
  const form = 'Content-Type: application/x-www-form-urlencoded'
  return {
    ...Object.fromEntries(schemes.map((scheme) => [`scheme ${scheme}`, request(`Authorization: ${scheme} ${good}`)])),
    ...Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, request(`Authorization: ${value}`)] as const),
    ),
    ...Object.fromEntries(elsewhere.map((name) => [`in ${name}`, request(`${name}: Bearer ${good}`)])),
    ...Object.fromEntries(cookies.map((name) => [`in the cookie ${name}`, request(`Cookie: ${name}=${good}`)])),
    'in the query': { target: `${TARGET}?access_token=${good}`, lines: [] },
    'in the query as token': { target: `${TARGET}?token=${good}`, lines: [] },
    'in the query as authorization': { target: `${TARGET}?authorization=Bearer%20${good}`, lines: [] },
    'in the path': { target: `${TARGET}?;access_token=${good}`, lines: [] },
    'in the body': request(json, { method: 'PATCH', body: JSON.stringify({ access_token: good }) }),
    'in a form': request(form, { method: 'PATCH', body: `access_token=${good}` }),
    'two headers, both good': {
      target: TARGET,
      lines: [`Authorization: Bearer ${good}`, `Authorization: Bearer ${good}`],
    },
    'two headers, the first good': {
      target: TARGET,
      lines: [`Authorization: Bearer ${good}`, 'authorization: Bearer x'],
    },
    'two headers, the second good': {
      target: TARGET,
      lines: ['authorization: Bearer x', `Authorization: Bearer ${good}`],
    },
    'two headers, one of another scheme': {
      target: TARGET,
      lines: ['AUTHORIZATION: Basic YTpi', `Authorization: Bearer ${good}`],
    },
    'two headers, one empty': { target: TARGET, lines: [`Authorization: Bearer ${good}`, 'Authorization:'] },
    'no header': { target: TARGET, lines: [] },
  }
}

function split(token: string): [header: string, payload: string, signature: string] {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header, payload, signature]
}

function without(object: object, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}

/** A name with its first letter escaped. */
function escaped(name: string): string {
  return `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`
}

/** The text with bytes in the first text of it. */
function insert(text: string, bytes: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('{"x":"'), Buffer.from(bytes), Buffer.from(`",${text.slice(1)}`)])
}

/** A segment whose last character has bits that belong to no byte; a lenient reader does not see them. */
function withBitsOver(content: object): string {
  const text = JSON.stringify(content)
  return nextCharacter(segment(text.padEnd(text.length + ((4 - (text.length % 3)) % 3), ' ')))
}

function nextCharacter(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '')
}

/** A payload in base64, with a character that base64url does not have. */
function withUrlUnsafe({ claims }: TokenForge): string {
  return Buffer.from(JSON.stringify({ ...claims, x: '>>>???>>>???>>>' }))
    .toString('base64')
    .replace(/=+$/, '')
}

/** RFC 7797: the payload as it is, between the dots. */
function unencodedPayload(forge: TokenForge): string {
  return forge.signed(`${segment({ ...forge.header, b64: false, crit: ['b64'] })}.${JSON.stringify(forge.claims)}`)
}

function flipBit(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
  return flipped
}

function bytesOf(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')
}
