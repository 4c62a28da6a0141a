import type { Clock } from '../clock.ts'

export type BucketSize = {
  /** How many may be taken at once. */
  readonly burst: number
  /** How many come back in a second. */
  readonly perSecond: number
  /**
   * How many keys are remembered; those unused for the longest time are forgotten, and begin with a full bucket again.
   */
  readonly maxKeys: number
}

type Bucket = { left: number; at: number }

/** A token bucket for each key, in the memory of this process, bounded. */
export class TokenBuckets {
  readonly #size: BucketSize
  readonly #clock: Clock
  /** The one used last is the last. */
  readonly #buckets = new Map<string, Bucket>()

  constructor(size: BucketSize, clock: Clock) {
    this.#size = size
    this.#clock = clock
  }

  /** Takes so many when they are there, and gives back 0; otherwise takes none, and gives back what `waitFor` does. */
  take(key: string, count = 1): number {
    const wait = this.waitFor(key, count)
    if (wait === 0) this.owe(key, Math.min(count, this.#size.burst))
    return wait
  }

  /**
   * The milliseconds until so many are there, 0 when they are. What is more than a full bucket waits for a full one.
   */
  waitFor(key: string, count = 1): number {
    const missing = Math.min(count, this.#size.burst) - this.#refilled(key).left
    return missing <= 0 ? 0 : Math.ceil((missing * 1000) / this.#size.perSecond)
  }

  /** Takes so many, also when they are not there: then those that come back are used up first. */
  owe(key: string, count: number): void {
    this.#refilled(key).left -= count
  }

  /** Puts back what was taken. */
  giveBack(key: string, count = 1): void {
    const bucket = this.#refilled(key)
    bucket.left = Math.min(this.#size.burst, bucket.left + count)
  }

  #refilled(key: string): Bucket {
    const { burst, perSecond, maxKeys } = this.#size
    const now = this.#clock()
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now }
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000)
    bucket.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > maxKeys) this.#purgeExpiredest()
    return bucket
  }

  #purgeExpiredest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}
