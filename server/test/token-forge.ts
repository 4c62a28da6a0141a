import { createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import type { AlgorithmName } from '../src/sessions/signing-algorithm.ts'

/** What goes into a segment: an object as JSON, a text or bytes as they are. */
export type Content = object | string | Buffer

/** Signs text with a private JWK the way an algorithm says, and checks nothing. */
export function signText(alg: AlgorithmName, jwk: JWK, text: string): Buffer {
  if (alg === 'HS256') return hmac(Buffer.from(jwk.k ?? '', 'base64url'), text)
  const key = privateKey(jwk)
  if (alg === 'ES256') return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return sign(alg === 'RS256' ? 'sha256' : null, Buffer.from(text), key)
}

export function privateKey(jwk: JWK): KeyObject {
  return createPrivateKey({ key: { ...jwk }, format: 'jwk' })
}

export function hmac(secret: Buffer | string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}

export function segment(content: Content): string {
  const bytes =
    typeof content === 'string' || Buffer.isBuffer(content)
      ? Buffer.from(content)
      : Buffer.from(JSON.stringify(content))
  return bytes.toString('base64url')
}

/** Makes tokens that are wrong in one thing and right in all others, above all in their signature. */
export class TokenForge {
  readonly alg: AlgorithmName
  /** The private keys of the server, each with its `kid`. */
  readonly keys: Readonly<Record<AlgorithmName, JWK>>
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>

  constructor(alg: AlgorithmName, keys: Record<AlgorithmName, JWK>, claims: Record<string, unknown>) {
    this.alg = alg
    this.keys = keys
    this.header = { alg, typ: 'at+jwt', kid: keys[alg].kid }
    this.claims = claims
  }

  /** A token of these, well signed. */
  token(header: Content = this.header, claims: Content = this.claims): string {
    return this.signed(`${segment(header)}.${segment(claims)}`)
  }

  /** The header of a good token and others beside its members. */
  withHeader(members: object): string {
    return this.token({ ...this.header, ...members })
  }

  /** The claims of a good token and others in their place. */
  withClaims(claims: object): string {
    return this.token(this.header, { ...this.claims, ...claims })
  }

  /** A text with our signature behind it. */
  signed(input: string): string {
    return `${input}.${signText(this.alg, this.keys[this.alg], input).toString('base64url')}`
  }
}
