import type { Clock } from '../http/clock.ts'
import { LEEWAY_SECONDS } from './access-token-verifier.ts'

/**
 * When a session ended is told by the clock of the instance that ended it, at the moment it marks the row.
 * Until that is stored the others may issue one more token, dated by their own clocks. So many seconds may lie between
 * the two.
 */
const MARGIN_SECONDS = 60

/** `upTo`: tokens issued in this second or before are refused. `forgetAt`: milliseconds since 1970. */
type Refusal = { readonly upTo: number; readonly forgetAt: number }

/**
 * Sessions whose access tokens are refused although their signature and times are good. Asked for every request, so it
 * lives in memory. A session is forgotten once every token it can have has expired, so the index stays small.
 */
export class RevocationIndex {
  /** In the order of `forgetAt`. */
  readonly #refusals = new Map<string, Refusal>()
  readonly #rememberMs: number
  readonly #clock: Clock
  #onRevoked: (sessionId: string) => void = () => undefined

  /** `accessTtlSeconds` is the longest life of an access token. */
  constructor(accessTtlSeconds: number, clock: Clock) {
    this.#rememberMs = refusalMs(accessTtlSeconds)
    this.#clock = clock
  }

  /** The session has ended: all of its tokens are refused. */
  revoke(sessionId: string): void {
    this.#refuse(sessionId, Number.POSITIVE_INFINITY)
    this.#onRevoked(sessionId)
  }

  /** Tells the one listener of every session that has ended, here or on another instance; maybe more than once. */
  hearRevoked(listener: (sessionId: string) => void): void {
    this.#onRevoked = listener
  }

  /**
   * What the tokens of the session say is out of date: those issued in the second of `staleAt` (ms) or before are
   * refused.
   */
  markStale(sessionId: string, staleAt: number): void {
    this.#refuse(sessionId, staleSecond(staleAt))
  }

  /** Must a token of the session be refused that was issued at `issuedAt` (seconds since 1970)? */
  refuses(sessionId: string, issuedAt: number): boolean {
    const refusal = this.#refusals.get(sessionId)
    return refusal !== undefined && issuedAt <= refusal.upTo
  }

  #refuse(sessionId: string, second: number): void {
    this.#purgeExpired()
    const upTo = Math.max(second, this.#refusals.get(sessionId)?.upTo ?? 0)
    this.#refusals.delete(sessionId)
    this.#refusals.set(sessionId, { upTo, forgetAt: this.#clock() + this.#rememberMs })
  }

  #purgeExpired(): void {
    const now = this.#clock()
    for (const [sessionId, { forgetAt }] of this.#refusals) {
      if (forgetAt > now) break
      this.#refusals.delete(sessionId)
    }
  }
}

/** How long, in milliseconds, a session that has ended can have access tokens which nothing but the index refuses. */
export function refusalMs(accessTtlSeconds: number): number {
  return (accessTtlSeconds + LEEWAY_SECONDS + MARGIN_SECONDS) * 1000
}

/** The last second whose tokens are refused when a session became stale at a moment in milliseconds. */
export function staleSecond(staleAt: number): number {
  return Math.floor(staleAt / 1000)
}
