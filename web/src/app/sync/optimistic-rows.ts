import { computed, signal, type Signal } from '@angular/core'
import { changed, withChanges, type Change } from './overlay'
import { untilWorthRetrying } from './retry'

/** How a change fared: confirmed by the server, refused by it, or forgotten because the person signed out. */
export type Outcome = { readonly saved: true } | { readonly saved: false; readonly reason?: unknown }

type Pending<Row> = { readonly change: Change<Row> }

/**
 * Rows of the server with pending changes on top. A change shows at once and is sent in the background: changes of the
 * same row one after the other, all others side by side. One that cannot reach the server waits and is sent again; one
 * that is refused vanishes from the screen. Pending changes never enter the rows of the server.
 */
export class OptimisticRows<Row extends { readonly id: string }> {
  private readonly confirmed = signal<ReadonlyMap<string, Row>>(new Map())
  private readonly pending = signal<readonly Pending<Row>[]>([])
  /** The tail of the queue of each row that has one. */
  private readonly queues = new Map<string, Promise<Outcome>>()
  /** When the server last confirmed a row, counted in `ticks`: a snapshot that began earlier may not know it. */
  private readonly confirmedAt = new Map<string, number>()
  private ticks = 0
  /** Replaced when everything is forgotten, so that late answers for the person before are dropped. */
  private era = new AbortController()

  private readonly isSame: (old: Row, fresh: Row) => boolean
  private readonly isTransient: (reason: unknown) => boolean

  /** What the person sees. */
  readonly rows: Signal<ReadonlyMap<string, Row>> = computed(() =>
    withChanges(
      this.confirmed(),
      this.pending().map(({ change }) => change),
    ),
  )
  /** How many changes the server has not confirmed yet. */
  readonly unsaved = computed(() => this.pending().length)

  /**
   * @param rules.isSame whether a freshly read row equals the one we have, which then keeps its identity
   * @param rules.isTransient whether a failed call says nothing about the change, so that it is sent again
   */
  constructor(rules: { isSame: (old: Row, fresh: Row) => boolean; isTransient: (reason: unknown) => boolean }) {
    this.isSame = rules.isSame
    this.isTransient = rules.isTransient
  }

  /**
   * Shows a change and sends it.
   *
   * @param send the call; answers the row as the server has it now, or nothing when the change says it all. It may be
   *   called more than once and must then have the same effect
   */
  submit(change: Change<Row>, send: () => Promise<Row | undefined>): Promise<Outcome> {
    const entry = { change }
    this.pending.update((pending) => [...pending, entry])
    const before = this.queues.get(change.id) ?? Promise.resolve()
    const era = this.era.signal
    const outcome = before.then(() => this.deliver(entry, send, era))
    this.queues.set(change.id, outcome)
    void outcome.then(() => {
      if (this.queues.get(change.id) === outcome) this.queues.delete(change.id)
    })
    return outcome
  }

  /**
   * Reads rows from the server and puts them in the place of those we have. What was confirmed after the read began is
   * newer than what was read, and stays.
   *
   * @param covers which of the rows we have would be among those read if they still existed
   */
  async load(read: () => Promise<readonly Row[]>, covers: (row: Row) => boolean): Promise<void> {
    const era = this.era.signal
    const began = this.ticks
    const fresh = await read()
    if (era.aborted) return
    const isNewer = (row: Row) => (this.confirmedAt.get(row.id) ?? 0) > began
    const old = this.confirmed()
    const rows = new Map<string, Row>()
    for (const row of old.values()) if (!covers(row) || isNewer(row)) rows.set(row.id, row)
    for (const row of fresh) {
      const known = old.get(row.id)
      if (known && (isNewer(known) || this.isSame(known, row))) rows.set(row.id, known)
      else rows.set(row.id, row)
    }
    this.confirmed.set(rows)
  }

  /** Forgets all rows and all pending changes. */
  clear(): void {
    this.era.abort()
    this.era = new AbortController()
    this.queues.clear()
    this.confirmedAt.clear()
    this.pending.set([])
    this.confirmed.set(new Map())
  }

  private async deliver(entry: Pending<Row>, send: () => Promise<Row | undefined>, era: AbortSignal): Promise<Outcome> {
    const isForgotten = () => era.aborted
    for (let attempt = 0; !isForgotten(); attempt++) {
      try {
        const answer = await send()
        if (!isForgotten()) this.confirm(entry, answer)
        return { saved: true }
      } catch (reason) {
        if (isForgotten()) break
        if (!this.isTransient(reason)) {
          this.settle(entry)
          return { saved: false, reason }
        }
        await untilWorthRetrying(attempt, era)
      }
    }
    return { saved: false }
  }

  private confirm(entry: Pending<Row>, answer: Row | undefined): void {
    const { id } = entry.change
    const row = answer ?? changed(this.confirmed().get(id), entry.change)
    this.confirmedAt.set(id, ++this.ticks)
    if (row) this.confirmed.update((rows) => new Map(rows).set(id, row))
    this.settle(entry)
  }

  private settle(entry: Pending<Row>): void {
    this.pending.update((pending) => pending.filter((other) => other !== entry))
  }
}
