import type { ListChanges, Pulled } from '@tally/contract'
import type { ReplicaDatabase, Writing } from './replica-database.ts'
import { listAfter } from './rows.ts'
import { journalMs } from './verdicts.ts'

/** From where a pull goes on. */
export type PullStart = { readonly epoch: string | undefined; readonly cursors: Readonly<Record<string, string>> }

/** What a pull changed here. */
export type AppliedPull = {
  readonly start: PullStart
  /** What was taken over, list by list. */
  readonly changes: readonly ListChanges[]
  /** Lists that are gone. */
  readonly dropped: readonly string[]
  /** Whether the server has another epoch than before, so that every list is read anew. */
  readonly isOtherEpoch: boolean
  /** Whether the outbox, the journal or the invitations are others than before. */
  readonly movedOperations: boolean
  /** Whether another tab was quicker, so that some of the answer was too old to be taken over: pull again. */
  readonly isConflict: boolean
}

const everyRange = (listId: string) => IDBKeyRange.bound([listId], [listId, []])

/** Reads from where the next pull goes on. */
export function readPullStart(database: ReplicaDatabase): Promise<PullStart> {
  return database.run(async (db) => {
    const tx = db.transaction(['meta', 'lists'])
    const [epoch, lists] = await Promise.all([tx.objectStore('meta').get('epoch'), tx.objectStore('lists').getAll()])
    const cursors = lists.flatMap(({ id, cursor }) => (cursor === undefined ? [] : [[id, cursor] as const]))
    return { epoch: typeof epoch === 'string' ? epoch : undefined, cursors: Object.fromEntries(cursors) }
  })
}

/** The places of the accepted operations that no pull has brought yet. */
export function readUnseen(database: ReplicaDatabase): Promise<number[]> {
  return database.run((db) => db.getAllKeysFromIndex('journal', 'unseen'))
}

/**
 * Takes over one page of a pull, in one transaction: rows, cursors and epoch. A list whose cursor is not the one that
 * was asked with has been brought further by another tab and is left alone.
 *
 * @param start what was asked with
 * @param unseen what the journal held unseen before the first page was asked for: the last page brings it
 * @param now milliseconds since 1970
 */
export async function applyPull(
  database: ReplicaDatabase,
  start: PullStart,
  pulled: Pulled,
  unseen: readonly number[],
  now: number,
): Promise<AppliedPull> {
  return database.write(stores, (tx) => new PullTransaction(tx, start, now).apply(pulled, unseen))
}

type Store = 'meta' | 'lists' | 'todos' | 'outbox' | 'journal'
const stores: Store[] = ['meta', 'lists', 'todos', 'outbox', 'journal']

class PullTransaction {
  private readonly tx: Writing<Store[]>
  private readonly start: PullStart
  private readonly now: number
  private readonly changes: ListChanges[] = []
  private readonly dropped: string[] = []
  private movedOperations = false
  private isConflict = false
  private isOtherEpoch = false

  constructor(tx: Writing<Store[]>, start: PullStart, now: number) {
    this.tx = tx
    this.start = start
    this.now = now
  }

  async apply(pulled: Pulled, unseen: readonly number[]): Promise<AppliedPull> {
    const meta = this.tx.objectStore('meta')
    if ((await meta.get('epoch')) !== this.start.epoch) return { ...this.result(), isConflict: true }
    if (pulled.epoch !== this.start.epoch) {
      await meta.put(pulled.epoch, 'epoch')
      if (this.start.epoch !== undefined) await this.beginEpoch()
    }
    for (const changes of pulled.lists) await this.takeOver(changes)
    for (const id of pulled.dropped) await this.drop(id)
    await this.takeOverInvitations(pulled.invitations)
    if (!pulled.more && !this.isConflict) await this.end(unseen)
    return this.result()
  }

  private result(): AppliedPull {
    const { start, changes, dropped, isOtherEpoch, movedOperations, isConflict } = this
    return { start, changes, dropped, isOtherEpoch, movedOperations, isConflict }
  }

  /**
   * The server was put back to an earlier state: every list is read anew, and what it accepted lately is sent again.
   */
  private async beginEpoch(): Promise<void> {
    const [lists, outbox, journal] = [
      this.tx.objectStore('lists'),
      this.tx.objectStore('outbox'),
      this.tx.objectStore('journal'),
    ]
    for (const list of await lists.getAll()) await lists.put({ ...list, cursor: undefined, head: 0 })
    for (const { seq, operation, at, about } of await journal.getAll()) await outbox.put({ seq, operation, at, about })
    await journal.clear()
    this.isOtherEpoch = true
    this.movedOperations = true
  }

  private async takeOver(changes: ListChanges): Promise<void> {
    const [lists, todos] = [this.tx.objectStore('lists'), this.tx.objectStore('todos')]
    const known = await lists.get(changes.id)
    const list = listAfter(known, changes)
    if (!list || !this.isAskedWith(changes.id, known?.cursor)) {
      this.isConflict = true
      return
    }
    if (changes.reset) await todos.delete(everyRange(changes.id))
    // Not awaited one by one: thousands of them take their time. Where one fails, so does the transaction, and says
    // why.
    for (const todo of changes.rows.todos) {
      const written: Promise<unknown> = 'gone' in todo ? todos.delete([changes.id, todo.id]) : todos.put(todo)
      written.catch(() => undefined)
    }
    await lists.put(list)
    this.changes.push(changes)
  }

  /** They are few and come whole; an older server tells none. */
  private async takeOverInvitations(invitations: Pulled['invitations'] = []): Promise<void> {
    const meta = this.tx.objectStore('meta')
    const known = (await meta.get('invitations')) ?? []
    if (JSON.stringify(known) === JSON.stringify(invitations)) return
    await meta.put(invitations, 'invitations')
    this.movedOperations = true
  }

  /** The last page is in: what was accepted before the first one has been brought, and what was not brought is gone. */
  private async end(unseen: readonly number[]): Promise<void> {
    const [meta, lists, journal] = [
      this.tx.objectStore('meta'),
      this.tx.objectStore('lists'),
      this.tx.objectStore('journal'),
    ]
    for (const seq of unseen) {
      const entry = await journal.get(seq)
      if (!entry) continue
      const { operation, at, about, acceptedAt } = entry
      await journal.put({ seq, operation, at, about, acceptedAt })
      this.movedOperations = true
    }
    for (const { id, cursor } of await lists.getAll()) if (cursor === undefined) await this.deleteRows(id)
    const old = await journal.index('acceptedAt').getAllKeys(IDBKeyRange.upperBound(this.now - journalMs))
    for (const seq of old) await journal.delete(seq)
    await meta.put(this.now, 'syncedAt')
  }

  /**
   * A list that is not mine any more: its rows go. What waits for it in the outbox is still sent: the server refuses
   * what comes too late, but it may have accepted some of it before, such as the very leaving of the list.
   */
  private async drop(id: string): Promise<void> {
    if (!this.isAskedWith(id, (await this.tx.objectStore('lists').get(id))?.cursor)) {
      this.isConflict = true
      return
    }
    await this.deleteRows(id)
  }

  private async deleteRows(id: string): Promise<void> {
    await this.tx.objectStore('lists').delete(id)
    await this.tx.objectStore('todos').delete(everyRange(id))
    this.dropped.push(id)
  }

  /**
   * Whether the list is still where it was when the question was asked; the first page of another epoch counts for all.
   */
  private isAskedWith(id: string, cursor: string | undefined): boolean {
    return this.isOtherEpoch || cursor === this.start.cursors[id]
  }
}
