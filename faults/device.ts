import type { SyncOperation } from '@tally/contract'
import { until } from '../server/test/until.ts'
import { Engine } from '../web/src/app/sync/engine/engine.ts'
import type { Platform, SendInit } from '../web/src/app/sync/engine/platform.ts'
import { ChangeMaker } from './change-maker.ts'
import { Connection } from './connection.ts'
import type { DeviceStorage } from './device-storage.ts'
import type { Figures } from './figures.ts'
import type { Ledger } from './ledger.ts'
import type { ListMap } from './list-map.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import type { ServerProcess } from './server-process.ts'
import type { Pushed } from './server-state.ts'
import type { Way } from './way.ts'

/** So many changes may wait on a device before it makes no more for a while. */
const MOST_WAITING = 60
/** How long nothing may come through before a run counts as stuck, in milliseconds. */
export const PATIENCE_MS = 300_000

export type DeviceParts = {
  readonly name: string
  readonly person: Person
  readonly server: ServerProcess
  readonly storage: DeviceStorage
  readonly random: Random
  readonly way: Way
  readonly lists: ListMap
  readonly ledger: Ledger
  readonly figures: Figures
}

/**
 * One device of a person: the engine of the browser on a way to a real server, and somebody who changes things all the
 * time.
 */
export class Device {
  readonly name: string
  readonly person: Person
  readonly #parts: DeviceParts
  readonly #connection: Connection
  readonly #maker: ChangeMaker
  /** How far its clock is ahead of the real one, in milliseconds. */
  clockAhead = 0
  /** Pushes that are under way. */
  pushing = 0
  #lastFailure = 'no request failed'
  #engine: Engine
  /** Ends with the life of the engine, so that nothing reaches an engine that crashed. */
  #life = new AbortController()
  /** Resolves when the device runs. */
  #up: Promise<void> = Promise.resolve()

  constructor(parts: DeviceParts) {
    this.name = parts.name
    this.person = parts.person
    this.#parts = parts
    this.#connection = new Connection(parts.person, parts.server)
    this.#maker = new ChangeMaker(parts.name, parts.random, parts.lists, parts.person)
    this.#engine = this.#newEngine()
  }

  get engine(): Engine {
    return this.#engine
  }

  /** How it stands, for whoever wonders why nothing goes on. */
  get state(): string {
    const { unsent } = this.#engine
    const { length } = unsent.waiting
    return `${this.name}: ${length} changes wait, ${this.pushing} pushes are under way; ${this.#lastFailure}`
  }

  start(): Promise<void> {
    return this.#engine.start()
  }

  /** Makes changes, one after the other, until told that it is enough. */
  async work(isEnough: () => boolean): Promise<void> {
    await until(`${this.name} has lists`, PATIENCE_MS, () => this.#engine.current.rows.size > 0)
    while (!isEnough()) {
      await this.#up
      await this.#makeOne()
      if (this.#engine.current.unsent < MOST_WAITING) continue
      const isLess = () => isEnough() || this.#engine.current.unsent < MOST_WAITING / 2
      await until(`${this.name} sends what waits`, PATIENCE_MS, isLess)
    }
  }

  /** Puts back what was deleted whole, so that everything can be seen at the end. */
  async restoreLists(): Promise<void> {
    for (const { list } of this.#engine.current.rows.values()) {
      if (list.deletedAt === null || list.role !== 'owner') continue
      await this.#engine.change([{ type: 'list.restore', listId: list.id }], list.name)
    }
  }

  /**
   * Goes away in the middle of everything and comes back with what was on its disk, perhaps by way of another server.
   */
  async crash(server: ServerProcess, forget: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#up = promise
    this.#life.abort(new Error('The device crashed'))
    this.#parts.storage.crash(this.name)
    await this.#engine.close()
    await forget()
    this.#life = new AbortController()
    this.#connection.moveTo(server)
    this.#engine = this.#newEngine()
    await this.#engine.start()
    resolve()
  }

  /** Somebody looks at it, or the network is back. */
  wake(): void {
    this.#engine.wake()
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  async #makeOne(): Promise<void> {
    const { ledger } = this.#parts
    const engine = this.#engine
    const change = this.#maker.make(engine.current.rows)
    ledger.begin([change])
    // A crash takes with it what is not saved yet.
    const isSaved = await engine.change([change], 'a change').then(
      () => true,
      () => false,
    )
    if (isSaved) ledger.save([change])
  }

  #newEngine(): Engine {
    const { person, storage } = this.#parts
    globalThis.indexedDB = storage
    return new Engine({ person, name: this.name, platform: this.#platform(), onSnapshot: () => undefined })
  }

  #platform(): Platform {
    const { signal } = this.#life
    return {
      send: (path, init) => this.#send(path, { ...init, signal: AbortSignal.any([init.signal, signal]) }),
      // There is one tab: it always has its turn.
      locks: { request: ((_name, _options, work) => work(null)) as LockManager['request'] },
      openChannel: () => ({ postMessage() {}, addEventListener() {}, close() {} }),
      setTimer: (run, milliseconds) => {
        const timer = setTimeout(() => {
          if (!signal.aborted) run()
        }, milliseconds)
        return () => clearTimeout(timer)
      },
      random: () => Math.random(),
      now: () => Date.now() + this.clockAhead,
      isVisible: () => true,
      onHidden: () => () => undefined,
    }
  }

  async #send(path: string, init: SendInit): Promise<Response> {
    const { way, ledger, figures, person } = this.#parts
    const isPush = path === '/api/sync/push'
    if (isPush) {
      const { ops } = JSON.parse(init.body ?? '') as { ops: SyncOperation[] }
      for (const operation of ops) ledger.send(person.userId, operation)
    }
    this.pushing += isPush ? 1 : 0
    try {
      const answer = await way(path, init, this.#connection.send)
      figures.count(answer.status)
      if (!answer.ok) this.#lastFailure = `${path}: ${answer.status}`
      if (path === '/api/sync/pull' && answer.ok) figures.pulls += 1
      if (!isPush || answer.status !== 200) return answer
      const text = await answer.text()
      init.signal.throwIfAborted()
      ledger.acknowledge(JSON.parse(text) as Pushed)
      return new Response(text, { headers: { 'content-type': 'application/json' } })
    } catch (reason) {
      this.#lastFailure = `${path}: ${String(reason)}`
      throw reason
    } finally {
      this.pushing -= isPush ? 1 : 0
    }
  }
}
