import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'

// What an engine that crashed still waited for is aborted, and nobody is left to hear of it.
process.on('unhandledRejection', (reason) => {
  if (!(reason instanceof DOMException && reason.name === 'AbortError')) throw reason
})

/**
 * The IndexedDB of all devices of a run, in memory. It knows whether it is at work, and a crash undoes what was under
 * way.
 */
export class DeviceStorage extends IDBFactory {
  readonly #open = new Map<string, Set<IDBTransaction>>()
  #opening = 0

  /** Whether a transaction is under way, of whichever device. */
  get isBusy(): boolean {
    return this.#opening > 0 || [...this.#open.values()].some(({ size }) => size > 0)
  }

  override open(name: string, version?: number): IDBOpenDBRequest {
    const request = super.open(name, version)
    this.#opening++
    request.addEventListener('success', () => {
      this.#opening--
      this.#watch(name, request.result)
    })
    return request
  }

  /** Aborts the transactions that a device has begun and not finished. */
  crash(name: string): void {
    for (const transaction of this.#open.get(name) ?? []) abort(transaction)
  }

  #watch(name: string, database: IDBDatabase): void {
    const open = this.#open.get(name) ?? new Set()
    this.#open.set(name, open)
    const begin = database.transaction.bind(database)
    database.transaction = (...args: Parameters<IDBDatabase['transaction']>) => {
      const transaction = begin(...args)
      open.add(transaction)
      for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => open.delete(transaction))
      return transaction
    }
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch (reason) {
    // It is being committed: the crash came too late for it.
    if (!(reason instanceof DOMException && reason.name === 'InvalidStateError')) throw reason
  }
}
