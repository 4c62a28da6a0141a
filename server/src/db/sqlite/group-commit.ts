import type { DatabaseSync } from 'node:sqlite'

const MAX_MEMBERS = 128
const MAX_AGE_MS = 5

/**
 * Lets transactions share one fsync. They take turns on the one writing connection, each within a savepoint of the same
 * outer transaction, and are acknowledged when that outer transaction is on disk. A member that fails is rolled back to
 * its savepoint, its neighbours stay. The group is committed when nobody else wants to join within this turn of the
 * event loop, or when it is full or old. A transaction should wait for nothing but its own queries: all writers wait
 * with it.
 */
export class GroupCommit {
  readonly #writer: DatabaseSync
  #turnTaken = false
  #waiting: (() => void)[] = []
  /** Members that are done and wait for the outer commit. */
  #done: PromiseWithResolvers<void>[] = []
  #openedAt = 0
  #plannedCommit: NodeJS.Immediate | undefined

  constructor(writer: DatabaseSync) {
    this.#writer = writer
  }

  /** Waits for the turn and begins a member. Rejects, without the turn, when SQLite cannot begin. */
  async begin(): Promise<void> {
    if (this.#turnTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#turnTaken = true
    try {
      if (!this.#isOpen()) {
        this.#writer.exec('begin immediate')
        this.#openedAt = performance.now()
      }
      this.#writer.exec('savepoint member')
    } catch (error) {
      this.#endTurn()
      throw error
    }
  }

  /** Runs a statement of the member whose turn it is. */
  run<Result>(statement: () => Result): Result {
    if (!this.#isOpen()) throw new Error('SQLite has rolled this transaction back')
    try {
      return statement()
    } catch (error) {
      // After a full disk or an I/O error SQLite may give up the whole transaction, and with it the other members.
      if (!this.#isOpen()) this.#rejectDone(error)
      throw error
    }
  }

  /**
   * Ends the member and its turn. The promise resolves once it is on disk and rejects when the whole group is lost.
   * Throws, and the member goes on, when its savepoint is gone: then it has to be rolled back.
   */
  commit(): Promise<void> {
    this.#writer.exec('release member')
    const durable = Promise.withResolvers<void>()
    this.#done.push(durable)
    this.#endTurn()
    return durable.promise
  }

  /** Undoes the member and ends its turn. */
  rollback(): void {
    try {
      if (this.#isOpen()) this.#writer.exec('rollback to member; release member')
    } catch (error) {
      this.#abandon(error)
    }
    this.#endTurn()
  }

  /** Is there an outer transaction? SQLite may have ended it by itself. */
  #isOpen(): boolean {
    return this.#writer.isTransaction
  }

  #endTurn(): void {
    if (this.#done.length >= MAX_MEMBERS || performance.now() - this.#openedAt > MAX_AGE_MS) this.#commitGroup()
    const next = this.#waiting.shift()
    if (next) {
      next()
      return
    }
    this.#turnTaken = false
    if (this.#plannedCommit || !this.#isOpen()) return
    // Requests that arrived together are read one after the other in the same turn of the event loop.
    this.#plannedCommit = setImmediate(() => {
      this.#plannedCommit = undefined
      if (!this.#turnTaken) this.#commitGroup()
    })
  }

  /** Ends what is left of the last group, once there are no members any more. */
  finish(): void {
    clearImmediate(this.#plannedCommit)
    this.#plannedCommit = undefined
    this.#commitGroup()
  }

  #commitGroup(): void {
    if (!this.#isOpen()) return
    try {
      this.#writer.exec('commit')
    } catch (error) {
      this.#abandon(error)
      return
    }
    for (const member of this.#done) member.resolve()
    this.#done = []
  }

  #abandon(error: unknown): void {
    try {
      if (this.#isOpen()) this.#writer.exec('rollback')
    } finally {
      this.#rejectDone(error)
    }
  }

  #rejectDone(error: unknown): void {
    for (const member of this.#done) member.reject(error)
    this.#done = []
  }
}
