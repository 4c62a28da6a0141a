import type { Clock } from './clock.ts'

export type BucketSize = {
  /** How many may be taken at once. */
  readonly burst: number
  /** How many come back in a second. */
  readonly perSecond: number
  /** How many keys are remembered; those unused for the longest time are forgotten, and begin with a full bucket again. */
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

  /** Takes one; gives back 0, or where there is none, and then takes nothing, the milliseconds until there is one. */
  take(key: string): number {
    const bucket = this.#refilled(key)
    if (bucket.left < 1) return Math.ceil(((1 - bucket.left) * 1000) / this.#size.perSecond)
    bucket.left -= 1
    return 0
  }

  /** Puts one back that was taken. */
  giveBack(key: string): void {
    const bucket = this.#refilled(key)
    bucket.left = Math.min(this.#size.burst, bucket.left + 1)
  }

  #refilled(key: string): Bucket {
    const { burst, perSecond, maxKeys } = this.#size
    const now = this.#clock()
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now }
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000)
    bucket.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > maxKeys) this.#forgetOldest()
    return bucket
  }

  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}
