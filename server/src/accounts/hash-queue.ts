import { availableParallelism } from 'node:os'
import { Problem } from '../http/problem.ts'

const RETRY_AFTER_SECONDS = 2

/**
 * Lets only so many hashes run at once, has a few more wait in turn, and refuses the rest: a hash takes a core for tens of
 * milliseconds, and somebody who tries passwords must not take all of them from those who are signed in.
 */
export class HashQueue {
  readonly #maxRunning: number
  readonly #maxWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** As it is meant to be used: one hash for each core but one. */
  constructor(maxRunning = Math.max(1, availableParallelism() - 1), maxWaiting = 32) {
    this.#maxRunning = maxRunning
    this.#maxWaiting = maxWaiting
  }

  /** Runs `hash` when it is its turn; rejects with Problem `unavailable` when too many wait. */
  async run<Result>(hash: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#maxRunning) this.#running += 1
    else await this.#turn()
    try {
      return await hash()
    } finally {
      // Whoever waits takes the place over; nobody else can slip in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  /** Throws Problem `unavailable` when too many wait already, for whoever has work to do before the hash. */
  requireRoom(): void {
    if (this.#running >= this.#maxRunning && this.#waiting.length >= this.#maxWaiting) {
      throw new Problem('unavailable', {
        headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
        cause: 'too many passwords are being hashed',
      })
    }
  }

  #turn(): Promise<void> {
    this.requireRoom()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
