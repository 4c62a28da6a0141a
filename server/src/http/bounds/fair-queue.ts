/**
 * Lets those who wait go on one by one, each in a turn of the event loop of its own. For what comes in crowds: whoever
 * else asks something meanwhile is read between two of the crowd, not after all of it.
 */
export class FairQueue {
  #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn. */
  take(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    if (this.#waiting.length === 1) setImmediate(this.#next)
    return promise
  }

  readonly #next = (): void => {
    const resolve = this.#waiting.shift()
    if (this.#waiting.length > 0) setImmediate(this.#next)
    resolve?.()
  }
}
