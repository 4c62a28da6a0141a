import { createHmac, timingSafeEqual } from 'node:crypto'
import type { VersionedKeys } from './secrets.ts'

/** What a refresh token says: it is the `counter`-th of its session. */
export type RefreshClaim = { readonly sessionId: string; readonly counter: number }

const FORM = /^(v1\.([1-9]\d{0,3})\.([0-9a-f-]{36})\.([1-9]\d{0,14}))\.([A-Za-z0-9_-]{43})$/

/**
 * Writes and reads refresh tokens: `v1.<kver>.<session>.<counter>.<HMAC-SHA256 of all before>`, where `kver` is the
 * version of the key. The keys are not in the database: who steals it has no token, and who has no key reaches no row.
 */
export class RefreshTokens {
  readonly #keys: VersionedKeys

  constructor(keys: VersionedKeys) {
    this.#keys = keys
  }

  write({ sessionId, counter }: RefreshClaim): string {
    const [{ version, key }] = this.#keys
    const claim = `v1.${version}.${sessionId}.${counter}`
    return `${claim}.${sign(claim, key)}`
  }

  /** What the token says, or undefined when we did not write it. */
  read(token: string): RefreshClaim | undefined {
    const [, claim = '', version, sessionId, counter, mac] = FORM.exec(token) ?? []
    const key = this.#keys.find((one) => one.version === Number(version))?.key
    if (sessionId === undefined || counter === undefined || mac === undefined || !key) return undefined
    // Texts of one length are compared, not bytes, so that there is one way to write a MAC.
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(sign(claim, key)))) return undefined
    return { sessionId, counter: Number(counter) }
  }
}

function sign(claim: string, key: Buffer): string {
  return createHmac('sha256', key).update(claim).digest('base64url')
}
