import type { Quota } from '@tally/contract'
import type { Clock } from '../http/clock.ts'
import { TokenBuckets } from '../http/bounds/token-buckets.ts'
import { tooManyRequests } from '../http/bounds/too-many-requests.ts'

const SECONDS_PER_HOUR = 3600
/** People whose use is remembered. Whoever was quiet the longest is forgotten, and begins with a full budget again. */
const MAX_PEOPLE = 10_000

/** An operation as far as its price goes, checked or not. */
type Priced = { readonly type: string; readonly ops?: unknown }

/**
 * How much a person may write, by time: operations, new lists, invitations. REST, batches and pushes are charged alike,
 * over all sessions of the person, and before the work. Kept in memory, so each process counts on its own.
 */
export class WriteBudget {
  /** What people may have; what they may write in a time is in it. */
  readonly quota: Quota
  readonly #operations: TokenBuckets
  readonly #newLists: TokenBuckets
  readonly #invitations: TokenBuckets

  constructor(quota: Quota, clock: Clock) {
    const hourly = (burst: number) => ({ burst, perSecond: burst / SECONDS_PER_HOUR, maxKeys: MAX_PEOPLE })
    const { operations: burst, operationsPerSecond: perSecond } = quota
    this.quota = quota
    this.#operations = new TokenBuckets({ burst, perSecond, maxKeys: MAX_PEOPLE }, clock)
    this.#newLists = new TokenBuckets(hourly(quota.newLists), clock)
    this.#invitations = new TokenBuckets(hourly(quota.invitations), clock)
  }

  /** Charges a person for all of these operations; throws Problem `too-many-requests`, and then charges nothing. */
  charge(userId: string, operations: readonly Priced[]): void {
    const charges = [
      [this.#operations, sum(operations.map(priceOf)), 'operations'],
      [this.#newLists, operations.filter(({ type }) => type === 'list.put').length, 'new lists'],
      [this.#invitations, operations.filter(({ type }) => inviting.has(type)).length, 'invitations'],
    ] as const
    for (const [buckets, count, what] of charges) {
      const wait = count === 0 ? 0 : buckets.waitFor(userId, count)
      if (wait > 0) throw tooManyRequests(wait, `too many ${what} of one person`, DETAILS[what])
    }
    for (const [buckets, count] of charges) if (count > 0) buckets.take(userId, count)
  }

  /** Charges a person once more for operations that were refused. */
  chargeRefused(userId: string, operations: readonly Priced[]): void {
    if (operations.length > 0) this.#operations.owe(userId, sum(operations.map(priceOf)))
  }
}

/** What asks somebody into a list: by name, or with a link for whoever opens it. */
const inviting: ReadonlySet<string> = new Set(['member.put', 'list-link'])

const DETAILS = {
  operations: undefined,
  'new lists': 'You’ve added many lists in the last hour',
  invitations: 'You’ve invited many people to lists in the last hour',
} as const

/** A batch costs as much as the changes in it. */
function priceOf({ type, ops }: Priced): number {
  return type === 'batch' && Array.isArray(ops) ? Math.max(1, ops.length) : 1
}

function sum(prices: readonly number[]): number {
  return prices.reduce((total, price) => total + price, 0)
}
