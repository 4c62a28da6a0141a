import { compactVerify } from 'jose'
import { Compile } from 'typebox/compile'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { ACCESS_TOKEN_TYPE, AccessClaims } from './access-token.ts'
import { invalidToken } from './invalid-token.ts'
import type { SigningKeyRing } from './signing-key-ring.ts'
import type { SigningKey } from './signing-key.ts'
import { parseStrictObject } from './strict-json.ts'

/** How far the clock of whoever signed may be off, in seconds. */
export const LEEWAY_SECONDS = 5

/** What a good token says; moments in seconds since 1970. */
export type VerifiedToken = {
  readonly actor: Actor
  readonly issuedAt: number
  readonly expiresAt: number
  /** The key it was signed with. */
  readonly kid: string
}

export type VerifierOptions = {
  readonly keys: Pick<SigningKeyRing, 'find' | 'search'>
  /** Our public address: nobody else's tokens count. */
  readonly issuer: string
  /** The longest life a token may have. */
  readonly maxLifeSeconds: number
  readonly clock: Clock
}

const JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/

/** Decides whether a text is one of our access tokens (RFC 8725, RFC 9068). What is not exactly one is none. */
export class AccessTokenVerifier {
  readonly #options: VerifierOptions
  readonly #claims = Compile(AccessClaims)

  constructor(options: VerifierOptions) {
    this.#options = options
  }

  /** Rejects with Problem `invalid-token`, always the same; its `cause` says why. */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      const [header, payload] = splitSegments(token)
      const key = await this.#keyFor(parseStrictObject(header))
      // One algorithm, ours: what the header says has been compared with it, not followed.
      await compactVerify(token, key.verifyWith, { algorithms: [key.alg] })
      return this.#read(parseStrictObject(payload), key)
    } catch (error) {
      throw invalidToken(error)
    }
  }

  /** Does the key still count that a token was verified with? */
  trusts({ kid }: VerifiedToken): boolean {
    return this.#options.keys.find(kid) !== undefined
  }

  async #keyFor(header: Record<string, unknown>): Promise<SigningKey> {
    const { alg, typ, kid, ...others } = header
    // jku, jwk, x5u, crit, b64 and whatever comes next: nothing in a token says how to verify it.
    if (Object.keys(others).length > 0) throw new Error('the header has more members than alg, typ and kid')
    if (typeof alg !== 'string' || typeof typ !== 'string' || typeof kid !== 'string') {
      throw new Error('alg, typ and kid of the header must be texts')
    }
    if (typ !== ACCESS_TOKEN_TYPE) throw new Error('typ is not that of an access token')
    const key = await this.#options.keys.search(kid)
    if (!key) throw new Error('kid is none of our keys')
    if (alg !== key.alg) throw new Error('alg is not that of the key')
    return key
  }

  #read(claims: Record<string, unknown>, { kid }: SigningKey): VerifiedToken {
    if (!this.#claims.Check(claims)) throw new Error(`claims: ${this.#claims.Errors(claims)[0]?.instancePath ?? ''}`)
    const { issuer, maxLifeSeconds, clock } = this.#options
    const { iss, iat, nbf, exp, auth_time: authTime } = claims
    const now = clock() / 1000
    if (iss !== issuer) throw new Error('iss is not us')
    if (exp <= iat || exp <= nbf) throw new Error('exp is not after iat and nbf')
    if (exp - iat > maxLifeSeconds) throw new Error('lives too long')
    if (authTime > iat) throw new Error('auth_time is after iat')
    if (now >= exp + LEEWAY_SECONDS) throw new Error('has expired')
    if (now < nbf - LEEWAY_SECONDS || now < iat - LEEWAY_SECONDS) throw new Error('is not valid yet')
    const actor: Actor = Object.freeze({ userId: claims.sub, role: claims.role, sessionId: claims.sid })
    return { actor, issuedAt: iat, expiresAt: exp, kid }
  }
}

/** The bytes of header and payload. All three segments must be the one base64url of their bytes (RFC 4648, 3.5). */
function splitSegments(token: string): [header: Buffer, payload: Buffer] {
  const [, header, payload, signature] = JWS.exec(token) ?? []
  if (header === undefined || payload === undefined || signature === undefined) throw new Error('not three segments')
  const bytes: [Buffer, Buffer] = [decodeCanonical(header), decodeCanonical(payload)]
  decodeCanonical(signature)
  return bytes
}

function decodeCanonical(segment: string): Buffer {
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.toString('base64url') !== segment) throw new Error('a segment is not canonical base64url')
  return bytes
}
