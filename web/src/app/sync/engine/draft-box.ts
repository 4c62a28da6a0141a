import type { Draft, StoredDraft } from './entries.ts'
import type { Db, ReplicaDatabase } from './replica-database.ts'

/** Reads what was being typed on this device. */
export async function storedDrafts(db: Db): Promise<StoredDraft[]> {
  // All keys that begin with "draft/": "0" is the next character after "/".
  const stored = await db.getAll('meta', IDBKeyRange.bound('draft/', 'draft0', false, true))
  return stored.filter((one) => typeof one === 'object' && 'draft' in one)
}

/** The same by place. */
export async function readDrafts(database: ReplicaDatabase): Promise<ReadonlyMap<string, Draft>> {
  const stored = await database.run(storedDrafts)
  return new Map(stored.map(({ place, draft }) => [place, draft]))
}

/**
 * Stores what is being typed, key by key: one transaction after the other, and of what is typed while one is being
 * written only the latest. So a crash loses what a hand types in a few milliseconds.
 */
export class DraftBox {
  private readonly database: ReplicaDatabase
  private readonly waiting = new Map<string, Draft | undefined>()
  private writing: Promise<void> | undefined

  constructor(database: ReplicaDatabase) {
    this.database = database
  }

  /** Stores the draft of a place, or forgets it. */
  put(place: string, draft: Draft | undefined): void {
    this.waiting.set(place, draft)
    this.writing ??= this.write()
  }

  /** Whether something is being written. */
  get isWriting(): boolean {
    return this.writing !== undefined
  }

  /** Resolves when all is written, or could not be: then it is tried with the next draft. */
  whenWritten(): Promise<void> {
    return this.writing ?? Promise.resolve()
  }

  private async write(): Promise<void> {
    while (this.waiting.size > 0) {
      const drafts = new Map(this.waiting)
      this.waiting.clear()
      try {
        await this.store(drafts)
      } catch {
        for (const [place, draft] of drafts) if (!this.waiting.has(place)) this.waiting.set(place, draft)
        break
      }
    }
    this.writing = undefined
  }

  private store(drafts: ReadonlyMap<string, Draft | undefined>): Promise<void> {
    return this.database.run(async (db) => {
      const tx = db.transaction('meta', 'readwrite')
      const writes = Array.from(drafts, ([place, draft]) =>
        draft ? tx.store.put({ place, draft }, `draft/${place}`) : tx.store.delete(`draft/${place}`),
      )
      await Promise.all([...writes, tx.done])
    })
  }
}
