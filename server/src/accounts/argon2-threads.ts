import type { Argon2Parameters } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** What a thread answers, in the order in which it was asked. */
type Answer = { readonly tag: Uint8Array } | { readonly error: unknown }

/**
 * Computes Argon2id tags (RFC 9106) beside the event loop, one at a time for each core but one; what comes meanwhile
 * waits for its turn. The threads are not those of `crypto.argon2`: it wakes a sleeping one for every tag, and where
 * two cores are busy, that one often takes the event loop's own core over for milliseconds. These go on to what waits
 * by themselves.
 */
export class Argon2Threads {
  readonly #threads: readonly Argon2Thread[]

  constructor(count = Math.max(1, availableParallelism() - 1)) {
    this.#threads = Array.from({ length: count }, () => new Argon2Thread())
  }

  /** Rejects when OpenSSL refuses the parameters or has no memory. */
  tag(parameters: Argon2Parameters): Promise<Uint8Array> {
    const leastBusy = this.#threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least))
    return leastBusy.tag(parameters)
  }
}

/** Started by the first it is asked, and kept. The process may end while nobody waits for it. */
class Argon2Thread {
  #worker: Worker | undefined
  #asked: PromiseWithResolvers<Uint8Array>[] = []

  get waiting(): number {
    return this.#asked.length
  }

  tag(parameters: Argon2Parameters): Promise<Uint8Array> {
    const worker = (this.#worker ??= this.#start())
    const asked = Promise.withResolvers<Uint8Array>()
    this.#asked.push(asked)
    worker.ref()
    worker.postMessage(parameters)
    return asked.promise
  }

  #start(): Worker {
    const worker = new Worker(new URL('argon2-thread.js', import.meta.url), { execArgv: [], env: {} })
    worker.on('message', (answer: Answer) => {
      const asked = this.#asked.shift()
      if (this.#asked.length === 0) worker.unref()
      if ('tag' in answer) asked?.resolve(answer.tag)
      else asked?.reject(answer.error)
    })
    worker.on('error', (error) => {
      this.#worker = undefined
      for (const asked of this.#asked.splice(0)) asked.reject(error)
    })
    return worker
  }
}
