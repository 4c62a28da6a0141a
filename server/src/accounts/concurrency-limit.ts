import { availableParallelism } from 'node:os'
import { Problem } from '../http/problem.ts'

const RETRY_AFTER_SECONDS = 2

/**
 * Lets only so many passwords be asked about at once and refuses the rest: a hash takes a core for tens of
 * milliseconds, so whoever came after them would wait for seconds.
 */
export class ConcurrencyLimit {
  readonly #max: number
  #taken = 0

  /**
   * As it is meant to be used: one hash for each core but one, see `Argon2Threads`, and 32 that wait for their turn.
   */
  constructor(max = Math.max(1, availableParallelism() - 1) + 32) {
    this.#max = max
  }

  /** Runs `hash`, which has a place until it is done. Rejects with Problem `unavailable` when there is none. */
  async run<Result>(hash: () => Promise<Result>): Promise<Result> {
    this.requireCapacity()
    this.#taken += 1
    try {
      return await hash()
    } finally {
      this.#taken -= 1
    }
  }

  get hasCapacity(): boolean {
    return this.#taken < this.#max
  }

  /** Throws Problem `unavailable` when there is no place, for whoever has work to do before the hash. */
  requireCapacity(): void {
    if (this.hasCapacity) return
    throw new Problem('unavailable', {
      headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
      cause: 'too many passwords are being hashed',
    })
  }
}
