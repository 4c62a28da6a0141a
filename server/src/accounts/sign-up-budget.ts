import type { Clock } from '../http/clock.ts'
import { networkOf } from '../http/addresses/network-of.ts'
import { TokenBuckets } from '../http/bounds/token-buckets.ts'
import { tooManyRequests } from '../http/bounds/too-many-requests.ts'

const SECONDS_PER_HOUR = 3600
const MAX_NETWORKS = 10_000

/** How many accounts can be made from one address in an hour, without an invitation. In the memory of this process. */
export class SignUpBudget {
  readonly #accounts: TokenBuckets

  constructor(perHour: number, clock: Clock) {
    const size = { burst: perHour, perSecond: perHour / SECONDS_PER_HOUR, maxKeys: MAX_NETWORKS }
    this.#accounts = new TokenBuckets(size, clock)
  }

  /**
   * Makes an account that is charged to an IP address; one that is not made costs nothing. Throws Problem
   * `too-many-requests`.
   */
  async spend<Result>(address: string, makeAccount: () => Promise<Result>): Promise<Result> {
    const network = networkOf(address)
    const wait = this.#accounts.take(network)
    if (wait > 0) throw tooManyRequests(wait, 'too many accounts from one address')
    try {
      return await makeAccount()
    } catch (error) {
      this.#accounts.giveBack(network)
      throw error
    }
  }
}
