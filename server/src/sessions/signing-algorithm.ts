import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'

const HMAC_SECRET_BYTES = 32
/** A secret with fewer different bytes than this was typed, not drawn: 32 random bytes have about 30, hex digits 16. */
const HMAC_SECRET_VARIETY = 10
const RSA_BITS = 2048

/** What there is to know about a signature algorithm to hold keys for it. */
export type SigningAlgorithm = {
  /** The kind of key it takes. */
  readonly kind: Readonly<Pick<JWK, 'kty' | 'crv'>>
  /** The members that make up the public key; none where there is only a shared secret. */
  readonly publicMembers: readonly (keyof JWK)[]
  /** The members that make it a key one can sign with. */
  readonly privateMembers: readonly (keyof JWK)[]
  /** Says why a key of the right kind is too weak, or damaged, if it is. */
  fault(jwk: JWK): string | undefined
  /** Makes a new private key or secret. */
  generate(): Promise<JWK>
}

const generatePair = promisify(generateKeyPair)

/**
 * The algorithms keys can be for (RFC 7518, 3; Ed25519 by its own name, RFC 9864). A key is for exactly one of them:
 * the token has no say in it (RFC 8725, 3.1).
 */
export const signingAlgorithms = {
  ES256: {
    kind: { kty: 'EC', crv: 'P-256' },
    publicMembers: ['kty', 'crv', 'x', 'y'],
    privateMembers: ['d'],
    fault: () => undefined,
    generate: async () => (await generatePair('ec', { namedCurve: 'P-256' })).privateKey.export({ format: 'jwk' }),
  },
  Ed25519: {
    kind: { kty: 'OKP', crv: 'Ed25519' },
    publicMembers: ['kty', 'crv', 'x'],
    privateMembers: ['d'],
    fault: () => undefined,
    generate: async () => (await generatePair('ed25519')).privateKey.export({ format: 'jwk' }),
  },
  RS256: {
    kind: { kty: 'RSA' },
    publicMembers: ['kty', 'n', 'e'],
    privateMembers: ['d', 'p', 'q', 'dp', 'dq', 'qi'],
    fault: rsaFault,
    generate: async () => (await generatePair('rsa', { modulusLength: RSA_BITS })).privateKey.export({ format: 'jwk' }),
  },
  HS256: {
    kind: { kty: 'oct' },
    publicMembers: [],
    privateMembers: ['kty', 'k'],
    fault: hmacFault,
    generate: async () => ({ kty: 'oct', k: randomBytes(HMAC_SECRET_BYTES).toString('base64url') }),
  },
} as const satisfies Readonly<Record<string, SigningAlgorithm>>

/** The name of an algorithm, as in the `alg` of a JWS header. */
export type AlgorithmName = keyof typeof signingAlgorithms

export const algorithmNames: readonly AlgorithmName[] = ['ES256', 'Ed25519', 'RS256', 'HS256']

export function isAlgorithmName(name: unknown): name is AlgorithmName {
  return algorithmNames.some((known) => known === name)
}

/** RFC 7518, 3.3 for the length; an exponent other than the usual one is a mistake, and may be a fatal one. */
function rsaFault(jwk: JWK): string | undefined {
  const bits = readNumber(jwk.n).toString(2).length
  if (bits < RSA_BITS) return `an RSA modulus has ${bits} bits, not ${RSA_BITS} or more`
  if (jwk.e !== 'AQAB') return 'an RSA exponent is not 65537'
  const [e, d, p, q] = [readNumber(jwk.e), readNumber(jwk.d), readNumber(jwk.p), readNumber(jwk.q)]
  // Web Crypto compares n, p and q only; RFC 8017, 3.2 for the others.
  const fits =
    p > 1n &&
    q > 1n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    d % (p - 1n) === readNumber(jwk.dp) &&
    d % (q - 1n) === readNumber(jwk.dq) &&
    (q * readNumber(jwk.qi)) % p === 1n
  return fits ? undefined : 'a key is damaged'
}

function readNumber(base64url = ''): bigint {
  return BigInt(`0x0${Buffer.from(base64url, 'base64url').toString('hex')}`)
}

/** RFC 7518, 3.2 for the length. */
function hmacFault({ k = '' }: JWK): string | undefined {
  const secret = Buffer.from(k, 'base64url')
  if (secret.length < HMAC_SECRET_BYTES) {
    return `an HMAC secret has ${secret.length} bytes, not ${HMAC_SECRET_BYTES} or more`
  }
  return new Set(secret).size < HMAC_SECRET_VARIETY ? 'an HMAC secret is no random bytes' : undefined
}
