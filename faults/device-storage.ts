import { IDBFactory } from 'fake-indexeddb'

// What an engine that crashed still waited for is aborted, and nobody is left to hear of it.
process.on('unhandledRejection', (reason) => {
  if (!(reason instanceof DOMException && reason.name === 'AbortError')) throw reason
})

/** The IndexedDB of all devices of a run, in memory. A crash undoes what a device was about to store. */
export class DeviceStorage extends IDBFactory {
  readonly #open = new Map<string, Set<IDBTransaction>>()

  override open(name: string, version?: number): IDBOpenDBRequest {
    const request = super.open(name, version)
    request.addEventListener('success', () => this.#watch(name, request.result))
    return request
  }

  /** Aborts the transactions that a device has begun and not finished. */
  abort(name: string): void {
    for (const transaction of this.#open.get(name) ?? []) transaction.abort()
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
