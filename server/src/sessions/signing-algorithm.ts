import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from 'jose'

/** What there is to know about a signature algorithm of RFC 7518 to hold keys for it. */
export type SigningAlgorithm = {
  /** The kind of key it takes. */
  readonly shape: Readonly<Pick<JWK, 'kty' | 'crv'>>
  /** The members that make up the public key. */
  readonly publicMembers: readonly (keyof JWK)[]
  /** The member that makes it a private key. */
  readonly privateMember: keyof JWK
  /** Makes a new private key. */
  generate(): JWK
}

/** The algorithms keys can be for. A key is for exactly one of them: the token has no say in it (RFC 8725, 3.1). */
export const signingAlgorithms = {
  ES256: {
    shape: { kty: 'EC', crv: 'P-256' },
    publicMembers: ['kty', 'crv', 'x', 'y'],
    privateMember: 'd',
    generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  },
} as const satisfies Record<string, SigningAlgorithm>

/** The name of an algorithm, as in the `alg` of a JWS header. */
export type AlgorithmName = keyof typeof signingAlgorithms
