import type { SyncStep, SyncBatch } from '@tally/contract'
import { Engine } from '../../web/src/app/sync/engine/engine.ts'
import type { Channel, Platform, SendInit } from '../../web/src/app/sync/engine/platform.ts'
import type { Person } from '../../web/src/app/sync/engine/view.ts'
import type { DeviceStorage } from '../device-storage.ts'
import { Promises } from './promises.ts'
import type { Answer } from './restartable-server.ts'

/**
 * How the network is: requests do not arrive (`cut`); they arrive and the answers do not (`deaf`), or break off
 * (`garbled`); or something on the way answers 500 in the place of the server (`failing`).
 */
export type Network = 'works' | 'cut' | 'deaf' | 'garbled' | 'failing'

/** Makes a request that arrives. */
export type Forward = (path: string, init: SendInit) => Promise<Answer>

type BrowserParts = {
  readonly name: string
  readonly person: Person
  readonly tabs: number
  readonly storage: DeviceStorage
  readonly forward: Forward
  readonly now: () => number
}

/**
 * A device of a person: one tab, or several without Web Locks, so that each of them syncs. There is no stream of
 * events: a hint is a tab that wakes. Time passes only when told to.
 */
export class Browser {
  readonly name: string
  readonly person: Person
  network: Network = 'works'
  /** The changes that were made here, and which of them the device has promised to keep. */
  readonly promises = new Promises()
  /** How many requests are under way. */
  requests = 0
  engines: Engine[] = []
  readonly #parts: BrowserParts
  readonly #timers = new Map<object, () => void>()
  readonly #listeners = new Set<(event: { data: unknown }) => void>()

  constructor(parts: BrowserParts) {
    this.name = parts.name
    this.person = parts.person
    this.#parts = parts
  }

  /** Opens its tabs; resolves when they show what is stored. */
  async open(): Promise<void> {
    this.engines = Array.from({ length: this.#parts.tabs }, () => this.#newTab())
    await Promise.all(this.engines.map((engine) => engine.start()))
  }

  /** Ends everything in the middle of what it does, and opens the tabs again. What was about to be stored is not. */
  async crash(): Promise<void> {
    const gone = this.engines
    const closing = gone.map((engine) => engine.close())
    this.#parts.storage.crash(this.name)
    this.promises.crash()
    await Promise.allSettled(closing)
    await this.open()
  }

  async close(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.close()))
  }

  /** A tab, by any number. */
  tab(index: number): Engine {
    const engine = this.engines[index % this.engines.length]
    if (!engine) throw new Error('A browser without a tab')
    return engine
  }

  /** Makes changes in a tab, in one transaction. */
  change(tab: number, changes: readonly (SyncStep | SyncBatch)[]): Promise<void> {
    return this.promises.note(changes.length, (about) => this.tab(tab).change(changes, about))
  }

  /** Lets every wait end. */
  elapse(): void {
    const due = [...this.#timers.values()]
    this.#timers.clear()
    for (const run of due) run()
  }

  /** The network comes back, or somebody looks: every tab asks what is new. */
  wake(): void {
    for (const engine of this.engines) engine.wake()
  }

  #newTab(): Engine {
    return new Engine({
      person: this.person,
      platform: this.#newPlatform(),
      onSnapshot: () => undefined,
      name: this.name,
    })
  }

  #newPlatform(): Platform {
    return {
      send: (path, init) => this.#send(path, init),
      locks: undefined,
      openChannel: () => this.#openChannel(),
      setTimer: (run) => {
        const key = {}
        this.#timers.set(key, run)
        return () => {
          this.#timers.delete(key)
        }
      },
      random: () => 0.5,
      now: this.#parts.now,
      isVisible: () => false,
      onHidden: () => () => undefined,
    }
  }

  /** The request goes on its way whether or not somebody still waits for the answer. */
  async #send(path: string, init: SendInit): Promise<Response> {
    init.signal.throwIfAborted()
    this.requests++
    const answer = this.#throughNetwork(path, init).finally(() => this.requests--)
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    init.signal.addEventListener('abort', () => reject(init.signal.reason as Error))
    return Promise.race([answer, aborted])
  }

  async #throughNetwork(path: string, init: SendInit): Promise<Response> {
    const { network } = this
    if (network === 'cut') throw new TypeError('Failed to fetch')
    if (network === 'failing') return new Response('', { status: 500 })
    const { status, text } = await this.#parts.forward(path, init)
    if (network === 'deaf') throw new TypeError('Failed to fetch')
    return new Response(network === 'garbled' ? text.slice(0, -1) : text, { status })
  }

  #openChannel(): Channel {
    let own: ((event: { data: unknown }) => void) | undefined
    return {
      postMessage: (data) => {
        for (const listener of this.#listeners) if (listener !== own) queueMicrotask(() => listener({ data }))
      },
      addEventListener: (_type, listener) => {
        own = listener
        this.#listeners.add(listener)
      },
      close: () => {
        if (own) this.#listeners.delete(own)
      },
    }
  }
}
