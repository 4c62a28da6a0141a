import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'

const LONGEST_WAIT_MS = 250

type Note = PromiseWithResolvers<void> & { readonly write: (tx: Tx) => Promise<void> }

/**
 * Writes down who could not sign in. Those who fail while others are still being looked at wait for them, 250 ms at the
 * longest, and share a transaction: one for each would have everybody else wait for the disk as often. Whoever fails
 * alone does not wait.
 */
export class FailureNotes {
  readonly #db: Db
  #underway = 0
  #notes: Note[] = []
  #latest: NodeJS.Timeout | undefined

  constructor(db: Db) {
    this.#db = db
  }

  /** Runs an attempt that may have to be noted. */
  async during<Result>(attempt: () => Promise<Result>): Promise<Result> {
    this.#underway += 1
    try {
      return await attempt()
    } finally {
      this.#underway -= 1
      this.#planWrite()
    }
  }

  /** Has `write` run in a transaction with others. Resolves when that is on disk, and rejects when nothing of it is. */
  note(write: Note['write']): Promise<void> {
    const note = { ...Promise.withResolvers<void>(), write }
    this.#notes.push(note)
    this.#planWrite()
    return note.promise
  }

  #planWrite(): void {
    if (this.#underway === 0) setImmediate(() => this.#writeAll())
    else this.#latest ??= setTimeout(() => this.#writeAll(), LONGEST_WAIT_MS)
  }

  #writeAll(): void {
    clearTimeout(this.#latest)
    this.#latest = undefined
    const notes = this.#notes.splice(0)
    if (notes.length === 0) return
    inTransaction(this.#db, async (tx) => {
      for (const { write } of notes) await write(tx)
    }).then(
      () => notes.forEach(({ resolve }) => resolve()),
      (error: unknown) => notes.forEach(({ reject }) => reject(error)),
    )
  }
}
