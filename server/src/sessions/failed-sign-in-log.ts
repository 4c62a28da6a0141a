import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import { FairQueue } from '../http/bounds/fair-queue.ts'
import type { SessionEvent, SessionJournal } from './session-journal.ts'

const LONGEST_WAIT_MS = 250

type Note = PromiseWithResolvers<void> & { readonly events: readonly SessionEvent[] }

/**
 * Writes down who could not sign in. Those who fail while others are still being looked at wait for them, 250 ms at the
 * longest, and share a transaction: one for each would have everybody else wait for the disk as often. Whoever fails
 * alone does not wait.
 */
export class FailedSignInLog {
  readonly #db: Db
  readonly #journal: SessionJournal
  readonly #queue = new FairQueue()
  #underway = 0
  #notes: Note[] = []
  #latest: NodeJS.Timeout | undefined

  constructor(db: Db, journal: SessionJournal) {
    this.#db = db
    this.#journal = journal
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

  /**
   * Notes what a failure is about, together with others. Resolves when all is on disk, and rejects when nothing of it
   * is.
   */
  note(events: readonly SessionEvent[]): Promise<void> {
    const note = { ...Promise.withResolvers<void>(), events }
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
    inTransaction(this.#db, (tx) => this.#journal(tx, ...notes.flatMap(({ events }) => events))).then(
      // The answers to all of them in one turn would hold up everybody else.
      () => notes.forEach(({ resolve }) => void this.#queue.take().then(resolve)),
      (error: unknown) => notes.forEach(({ reject }) => reject(error)),
    )
  }
}
