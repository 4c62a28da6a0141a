import type { Unsent } from './entries.ts'
import { ReplicaDatabase, type Db } from './replica-database.ts'

type Key = IDBValidKey
type Range = Key | IDBKeyRange | undefined
type Row = { readonly key: Key; readonly value: unknown }

/** The path of the key within a value; `meta` takes it from outside. The same as in the schema. */
const keyPaths: Readonly<Record<string, readonly string[]>> = {
  meta: [],
  lists: ['id'],
  todos: ['listId', 'id'],
  outbox: ['seq'],
  journal: ['seq'],
  problems: ['id'],
}

/**
 * The database of one person where the browser refuses a real one, or has no room for it: it lasts as long as the tab.
 * It does what the replica asks of a database, one piece of work after the other; taking back is not among that, since
 * nothing here can fail half-way.
 */
export class MemoryDatabase extends ReplicaDatabase {
  private readonly stores = new Map(Object.entries(keyPaths).map(([name, path]) => [name, new MemoryStore(path)]))
  private last: Promise<unknown> = Promise.resolve()

  override run<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const result = this.last.then(() => work(this.db as unknown as Db))
    this.last = result.catch(() => undefined)
    return result
  }

  /** Takes over what only this device has. */
  async takeOver({ waiting, refused }: Unsent): Promise<void> {
    await this.run(async () => {
      for (const entry of waiting) await this.store('outbox').put(entry)
      for (const problem of refused) await this.store('problems').put(problem)
    })
  }

  /** Forgets all that the server has, too. */
  async forgetRows(): Promise<void> {
    await this.run(async () => {
      for (const name of ['lists', 'todos', 'journal', 'meta']) await this.store(name).clear()
    })
  }

  override close(): void {
    // It may be used again: there is nothing to let go of.
  }

  override async delete(): Promise<void> {
    for (const store of this.stores.values()) await store.clear()
  }

  private readonly db = {
    transaction: (names: string | readonly string[]) => ({
      objectStore: (name: string) => this.store(name),
      store: typeof names === 'string' ? this.store(names) : undefined,
      done: Promise.resolve(),
      abort: () => undefined,
    }),
    getAll: (name: string, range?: Range) => this.store(name).getAll(range),
    getAllKeysFromIndex: (name: string, index: string) => this.store(name).index(index).getAllKeys(),
  }

  private store(name: string): MemoryStore {
    const store = this.stores.get(name)
    if (!store) throw new Error(`There is no store ${name}`)
    return store
  }
}

/** An object store, as far as the replica uses one. */
class MemoryStore {
  private readonly path: readonly string[]
  private readonly rows = new Map<string, Row>()
  private lastNumber = 0

  constructor(path: readonly string[]) {
    this.path = path
  }

  get(key: Key): Promise<unknown> {
    return Promise.resolve(structuredClone(this.rows.get(JSON.stringify(key))?.value))
  }

  getAll(range?: Range): Promise<unknown[]> {
    return Promise.resolve(this.within(range).map(({ value }) => structuredClone(value)))
  }

  put(value: object, ownKey?: Key): Promise<Key> {
    const key = ownKey ?? this.keyOf(value)
    if (typeof key === 'number') this.lastNumber = Math.max(this.lastNumber, key)
    this.rows.set(JSON.stringify(key), { key, value: structuredClone(value) })
    return Promise.resolve(key)
  }

  /** Adds a value that gets the next number for its key. */
  add(value: object): Promise<Key> {
    return this.put({ ...value, [this.path[0] ?? '']: this.lastNumber + 1 })
  }

  delete(range: Range): Promise<void> {
    for (const { key } of this.within(range)) this.rows.delete(JSON.stringify(key))
    return Promise.resolve()
  }

  clear(): Promise<void> {
    this.rows.clear()
    return Promise.resolve()
  }

  /** The values that have this member, by it. */
  index(member: string): { getAll(): Promise<unknown[]>; getAllKeys(range?: Range): Promise<Key[]> } {
    const having = (range?: Range) =>
      this.within(undefined).filter(({ value }) => {
        const key = (value as Readonly<Record<string, Key | undefined>>)[member]
        return key !== undefined && isWithin(key, range)
      })
    return {
      getAll: () => Promise.resolve(having().map(({ value }) => structuredClone(value))),
      getAllKeys: (range) => Promise.resolve(having(range).map(({ key }) => key)),
    }
  }

  private keyOf(value: object): Key {
    const parts = this.path.map((part) => (value as Readonly<Record<string, string | number>>)[part] ?? '')
    return parts.length === 1 ? (parts[0] ?? '') : parts
  }

  /** In the order of their keys, where these are numbers; the replica asks for no other order. */
  private within(range: Range): Row[] {
    return [...this.rows.values()]
      .filter(({ key }) => isWithin(key, range))
      .sort((a, b) => Number(a.key) - Number(b.key))
  }
}

function isWithin(key: Key, range: Range): boolean {
  if (range === undefined) return true
  return range instanceof IDBKeyRange ? range.includes(key) : JSON.stringify(range) === JSON.stringify(key)
}
