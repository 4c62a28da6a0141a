import { LEEWAY_SECONDS, type VerifiedToken } from './access-token-verifier.ts'

/**
 * Tokens that were verified before, by their text, until they expire. When there are too many the one that came first
 * goes: it is the next to expire anyway.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  /** `now` in milliseconds since 1970. */
  find(token: string, now: number): VerifiedToken | undefined {
    const found = this.#tokens.get(token)
    if (found === undefined || now < (found.expiresAt + LEEWAY_SECONDS) * 1000) return found
    this.#tokens.delete(token)
    return undefined
  }

  keep(token: string, verified: VerifiedToken): void {
    if (this.#tokens.size >= this.#max) {
      const [first] = this.#tokens.keys()
      if (first !== undefined) this.#tokens.delete(first)
    }
    this.#tokens.set(token, verified)
  }
}
