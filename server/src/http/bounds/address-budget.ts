import type { Clock } from '../clock.ts'
import { networkOf } from '../addresses/network-of.ts'
import { Problem } from '../problem.ts'
import { TokenBuckets } from './token-buckets.ts'
import { tooManyRequests } from './too-many-requests.ts'

/** Sixty attempts that fail, and then one every three seconds. */
const FAILURES = { burst: 60, perSecond: 20 / 60, maxKeys: 10_000 } as const

/**
 * How often an address may fail at what needs a secret: a password, an invitation. It bounds what one guesser costs us;
 * what protects an account is counted for the account. Kept in memory, so each process counts on its own.
 */
export class AddressBudget {
  readonly #failures: TokenBuckets

  constructor(clock: Clock) {
    this.#failures = new TokenBuckets(FAILURES, clock)
  }

  /**
   * Makes an attempt that is charged to an IP address before it begins, so that many at once cannot slip through. It
   * costs nothing when it succeeds, or when we were too busy for it. Throws Problem `too-many-requests`.
   */
  async attempt<Result>(address: string, attempt: () => Promise<Result>): Promise<Result> {
    const network = networkOf(address)
    const wait = this.#failures.take(network)
    if (wait > 0) throw tooManyRequests(wait, 'too many failures from one address')
    try {
      const result = await attempt()
      this.#failures.giveBack(network)
      return result
    } catch (error) {
      if (error instanceof Problem && error.code === 'unavailable') this.#failures.giveBack(network)
      throw error
    }
  }
}
