import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type { ListInvitation, Todo } from '@tally/contract'
import { uuidV7 } from '../uuid-v7.ts'
import type { JournalEntry, OutboxEntry, Problem, StoredDraft } from './entries.ts'
import type { StoredList } from './rows.ts'

/** What is stored; see README.md. An interface, as `idb` asks for. */
export interface ReplicaSchema extends DBSchema {
  /**
   * `client`: the id of this device, made once. `epoch`: that of the server. `syncedAt`: when all was exchanged last.
   * `invitations`: the lists the person is invited to, as the server told them. `draft/…`: what is being typed at a
   * place.
   */
  meta: {
    key: 'client' | 'epoch' | 'syncedAt' | 'invitations' | `draft/${string}`
    value: string | number | ListInvitation[] | StoredDraft
  }
  lists: { key: string; value: StoredList }
  todos: { key: [listId: string, id: string]; value: Todo }
  outbox: { key: number; value: OutboxEntry }
  journal: { key: number; value: JournalEntry; indexes: { acceptedAt: number; unseen: number } }
  problems: { key: string; value: Problem }
}

export type Db = IDBPDatabase<ReplicaSchema>

/** A transaction that writes into these stores. */
export type Writing<Names extends StoreNames<ReplicaSchema>[]> = IDBPTransaction<ReplicaSchema, Names, 'readwrite'>

const version = 1

/** The database of a person on this device. */
export function databaseName(userId: string): string {
  return `tally-${userId}`
}

function upgrade(db: Db): void {
  db.createObjectStore('meta')
  db.createObjectStore('lists', { keyPath: 'id' })
  db.createObjectStore('todos', { keyPath: ['listId', 'id'] })
  db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
  const journal = db.createObjectStore('journal', { keyPath: 'seq' })
  journal.createIndex('acceptedAt', 'acceptedAt')
  journal.createIndex('unseen', 'unseen')
  db.createObjectStore('problems', { keyPath: 'id' })
}

/** The database of one person on this device. It is opened at the first use, and again when the browser lost it. */
export class ReplicaDatabase {
  readonly name: string
  private readonly onOvertaken: () => void
  private opening: Promise<Db> | undefined
  private isClosed = false

  /** @param onOvertaken hears that a newer app changes the schema, or has: this app cannot use the database any more */
  constructor(name: string, onOvertaken: () => void = () => undefined) {
    this.name = name
    this.onOvertaken = onOvertaken
  }

  /**
   * Runs work that makes transactions of its own. When the connection is lost before a transaction could begin, as
   * on a phone that slept, the work runs once more on a new one; it must bear that.
   */
  async run<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const opening = this.open()
    try {
      return await work(await opening)
    } catch (reason) {
      if (this.isClosed || !(reason instanceof DOMException) || reason.name !== 'InvalidStateError') throw reason
      // Others lost it as well, and may have opened it again.
      if (this.opening === opening) this.opening = undefined
      return work(await this.open())
    }
  }

  /**
   * Runs work in one transaction that is on the disk when this resolves. Where it cannot be, such as on a full disk,
   * nothing of it is stored, and this rejects with the reason.
   */
  write<Names extends StoreNames<ReplicaSchema>[], T>(
    stores: Names,
    work: (tx: Writing<Names>) => Promise<T>,
  ): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' })
      // Not uncaught when the work fails first.
      tx.done.catch(() => undefined)
      try {
        const result = await work(tx)
        await tx.done
        return result
      } catch (reason) {
        // Before `abort`, which knows no reason. A request that failed since its transaction did says only that.
        const cause = tx.error ?? reason
        abort(tx)
        throw cause
      }
    })
  }

  /** The id of this device, made when it is asked for first. */
  clientId(): Promise<string> {
    return this.write(['meta'], async (tx) => {
      const meta = tx.objectStore('meta')
      const known = await meta.get('client')
      const id = typeof known === 'string' ? known : uuidV7()
      if (id !== known) await meta.put(id, 'client')
      return id
    })
  }

  /** Ends the connection for good. */
  close(): void {
    this.isClosed = true
    void this.opening?.then(
      (db) => db.close(),
      () => undefined,
    )
  }

  /** Deletes everything of this person from the device. Resolves when no other tab holds it open any more. */
  async delete(): Promise<void> {
    this.close()
    await deleteDB(this.name)
  }

  private open(): Promise<Db> {
    if (this.isClosed) return Promise.reject(new DOMException('The replica is closed', 'AbortError'))
    this.opening ??= openDB<ReplicaSchema>(this.name, version, {
      upgrade,
      // Another tab deletes the database, or has a newer app: neither may wait for this one.
      blocking: (_current, next, event) => {
        this.isClosed = true
        ;(event.target as IDBDatabase).close()
        if (next !== null) this.onOvertaken()
      },
      terminated: () => {
        this.opening = undefined
      },
    }).catch((reason: unknown) => {
      this.opening = undefined
      if (reason instanceof DOMException && reason.name === 'VersionError') this.onOvertaken()
      throw reason
    })
    return this.opening
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch {
    // It has ended by itself.
  }
}

/** Deletes the database of a person who signed out. Never rejects: what is in the way is gone at the next attempt. */
export async function deleteReplica(userId: string): Promise<void> {
  await new ReplicaDatabase(databaseName(userId)).delete().catch(() => undefined)
}
