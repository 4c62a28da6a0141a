import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a refresh token says: it is the `counter`-th of its session. */
export type RefreshClaim = { readonly sessionId: string; readonly counter: number }

/** Names the key; a future second key gets another one. */
const KEY_VERSION = '1'
const FORM = /^(v1\.1\.([0-9a-f-]{36})\.([1-9]\d{0,14}))\.([A-Za-z0-9_-]{43})$/

/**
 * Writes and reads refresh tokens: `v1.<kver>.<session>.<counter>.<HMAC-SHA256 of all before>`. The key is not in the
 * database: who steals the database has no token, and who has no key reaches no row.
 */
export class RefreshTokens {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  write({ sessionId, counter }: RefreshClaim): string {
    const claim = `v1.${KEY_VERSION}.${sessionId}.${counter}`
    return `${claim}.${this.#sign(claim)}`
  }

  /** What the token says, or undefined when we did not write it. */
  read(token: string): RefreshClaim | undefined {
    const [, claim, sessionId, counter, mac] = FORM.exec(token) ?? []
    if (claim === undefined || sessionId === undefined || counter === undefined || mac === undefined) return undefined
    // Texts of one length are compared, not bytes, so that there is one way to write a MAC.
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(this.#sign(claim)))) return undefined
    return { sessionId, counter: Number(counter) }
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#key).update(claim).digest('base64url')
  }
}
