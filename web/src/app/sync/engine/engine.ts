import type { SyncBatch, SyncStep } from '@tally/contract'
import { uuidV7 } from '../uuid-v7.ts'
import type { AppliedPull } from './apply-pull.ts'
import { lead } from './leader.ts'
import { DraftBox, readDrafts } from './draft-box.ts'
import type { Draft, NewEntry, Unsent } from './entries.ts'
import { withAnswers, type OpenInvitation } from './invitations.ts'
import { restoreEntries, storeEntries, subjectsOf } from './outbox.ts'
import type { Channel, Platform } from './platform.ts'
import { removeProblems } from './problem-box.ts'
import { databaseName, ReplicaDatabase } from './replica-database.ts'
import { listAfter, todosAfter, type Rows, type ServerRows } from './rows.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'
import { readChangedList, readOperations, readRows, type StoredOperations } from './stored.ts'
import { SyncLoop, type SyncState } from './sync-loop.ts'
import { isTabNews, type ChangedList, type TabNews } from './tab-news.ts'
import { withChanges, type Person } from './view.ts'

/** A change as the person makes it; it gets its id here. */
export type Change = SyncStep | SyncBatch

export type EngineOptions = {
  readonly person: Person
  readonly platform: Platform
  /** Hears of every change of the snapshot. */
  readonly onSnapshot: (snapshot: Snapshot) => void
  /** Hears that this device has no room for what the server sends. */
  readonly onFull?: () => void
  /** The name of the database; another one makes another device of the same person. */
  readonly name?: string
  /** Where to keep everything, in place of a database of that name on this device. */
  readonly database?: ReplicaDatabase
}

/**
 * The replica of one person in one tab: the rows of the server and the changes that wait, in memory, with IndexedDB as
 * their durable copy. It reads the database first and only then asks the network.
 */
export class Engine {
  private readonly person: Person
  private readonly platform: Platform
  private readonly onSnapshot: (snapshot: Snapshot) => void
  private readonly onFull: (() => void) | undefined
  private readonly database: ReplicaDatabase
  private readonly drafts: DraftBox
  private readonly end = new AbortController()
  /** A newer app in another tab has the database now: this one stores and syncs no more, and leaves both to that. */
  private readonly overtaken = new AbortController()
  private readonly channel: Channel
  private loop: SyncLoop | undefined
  private running: Promise<void> = Promise.resolve()

  private server: ServerRows = new Map()
  private operations: StoredOperations = {
    outbox: [],
    unseen: [],
    problems: [],
    invitations: [],
    syncedAt: undefined,
  }
  /** Rises when operations are stored from here: what was read of them before is too old. */
  private storedTimes = 0
  private view: Rows = new Map()
  private invitations: readonly OpenInvitation[] = []
  /** Changes that are shown and not yet on the disk, in their order. */
  private unsaved: readonly NewEntry[] = []
  /** The next transaction, which has not begun: whoever comes while one is being written shares it. */
  private next: { readonly entries: NewEntry[]; readonly stored: Promise<void> } | undefined
  private writing: Promise<unknown> = Promise.resolve()
  /** Readings of the database, one after the other, so that an older one never overwrites a newer one. */
  private reading: Promise<unknown> = Promise.resolve()
  private snapshot: Snapshot = emptySnapshot

  constructor({ person, platform, onSnapshot, onFull, name = databaseName(person.userId), database }: EngineOptions) {
    this.person = person
    this.platform = platform
    this.onSnapshot = onSnapshot
    this.onFull = onFull
    this.database =
      database ??
      new ReplicaDatabase(name, () => {
        this.overtaken.abort()
        this.publish({ isTooOld: true })
      })
    this.drafts = new DraftBox(this.database)
    this.channel = platform.openChannel(name)
    this.channel.addEventListener('message', ({ data }) => {
      if (isTabNews(data)) this.hear(data)
    })
  }

  get current(): Snapshot {
    return this.snapshot
  }

  /** Reads what is stored, and then begins to sync. Rejects when the database cannot be opened. */
  async start(): Promise<void> {
    try {
      const [server, operations] = await Promise.all([readRows(this.database), readOperations(this.database)])
      this.server = server
      this.operations = operations
      this.rebuild()
      const client = await this.database.clientId()
      this.running = this.sync(client)
    } catch (reason) {
      if (this.end.signal.aborted) return
      this.publish({ state: 'failed' })
      throw reason
    }
  }

  /**
   * Makes changes: they show at once, and this resolves when they are on the disk of this device, all of them in one
   * transaction. Rejects when they cannot be stored; then they are not shown any more.
   *
   * @param about the title of what is changed, should the server refuse
   */
  async change(changes: readonly Change[], about: string): Promise<void> {
    const at = this.platform.now()
    const entries = changes.map((change) => ({ operation: { ...change, id: uuidV7(at) }, at, about }))
    this.unsaved = [...this.unsaved, ...entries]
    this.view = withChanges(this.view, entries, this.person)
    if (this.invitations.length > 0) this.invitations = withAnswers(this.operations.invitations, this.pending())
    this.publish()
    this.next ??= this.prepareTransaction()
    this.next.entries.push(...entries)
    await this.next.stored
  }

  /** Takes refused changes out of the box; `again` makes them once more, as new ones, in their order. */
  async settleProblems(ids: readonly string[], again: boolean): Promise<void> {
    const problems = this.operations.problems.filter(({ id }) => ids.includes(id))
    for (const { operation, about } of again ? problems : []) {
      await this.change([operation], about)
    }
    await removeProblems(this.database, ids)
    await this.readOperationsAgain()
    this.tell({ about: 'operations' })
  }

  /** What was being typed on this device and is not saved, by its place. */
  readDrafts(): Promise<ReadonlyMap<string, Draft>> {
    return readDrafts(this.database)
  }

  /** Stores what is being typed at a place, or forgets it. It stays on this device. */
  keepDraft(place: string, draft: Draft | undefined): void {
    this.drafts.put(place, draft)
  }

  /** Whether what is being typed is on its way to the disk. */
  get isKeepingDrafts(): boolean {
    return this.drafts.isWriting
  }

  /** Resolves when all that is being typed is stored, or could not be. */
  whenDraftsKept(): Promise<void> {
    return this.drafts.whenWritten()
  }

  /** Somebody looks, or the network is back: see what is new, at once. */
  wake(): void {
    if (this.loop) this.loop.wake(true)
    else this.tell({ about: 'attention' })
  }

  /** Takes back what could not be sent before the last session ended. */
  async restore(unsent: Unsent): Promise<void> {
    await restoreEntries(this.database, unsent)
    for (const { place, draft } of unsent.drafts ?? []) this.keepDraft(place, draft)
    await this.whenDraftsKept()
    await this.readOperationsAgain()
    this.loop?.wake()
    this.tell({ about: 'operations' })
  }

  /** What only this device has. */
  get unsent(): Unsent {
    return { waiting: this.operations.outbox, refused: this.operations.problems }
  }

  /** Stops everything in this tab and forgets it; what is stored stays. */
  async close(): Promise<void> {
    this.end.abort()
    await this.writing
    await this.running
    await this.reading
    await this.drafts.whenWritten()
    this.channel.close()
    this.database.close()
  }

  /** Stops, and deletes what is stored on this device. */
  async delete(): Promise<void> {
    await this.close()
    await this.database.delete()
  }

  private sync(client: string): Promise<void> {
    const end = AbortSignal.any([this.end.signal, this.overtaken.signal])
    return lead(this.platform, `${this.database.name}-sync`, end, async (signal) => {
      this.loop = new SyncLoop(this.platform, this.database, client, {
        pulled: (applied) => this.takeOver(applied),
        judged: () => {
          void this.readOperationsAgain()
          this.tell({ about: 'operations' })
        },
        became: (state) => this.became(state),
        headOf: (listId) => this.server.get(listId)?.head ?? 0,
      })
      await this.loop.run(signal)
      this.loop = undefined
    })
  }

  private prepareTransaction(): { entries: NewEntry[]; stored: Promise<void> } {
    const entries: NewEntry[] = []
    const stored = this.writing.then(() => {
      this.next = undefined
      return this.store(entries)
    })
    this.writing = stored.catch(() => undefined)
    return { entries, stored }
  }

  private async store(entries: readonly NewEntry[]): Promise<void> {
    const isOneOfThem = ({ operation }: NewEntry) => entries.some((entry) => entry.operation === operation)
    try {
      const stored = await storeEntries(this.database, entries)
      this.storedTimes++
      this.operations = { ...this.operations, outbox: [...this.operations.outbox, ...stored] }
      this.unsaved = this.unsaved.filter((entry) => !isOneOfThem(entry))
      this.publish()
      this.loop?.wake()
      this.tell({ about: 'operations' })
    } catch (reason) {
      this.unsaved = this.unsaved.filter((entry) => !isOneOfThem(entry))
      this.rebuild()
      throw reason
    }
  }

  /** A page of a pull is in the database; the same in memory. */
  private takeOver({ start, changes, dropped, isOtherEpoch, movedOperations }: AppliedPull): void {
    const server = new Map(this.server)
    if (isOtherEpoch) for (const [id, list] of server) server.set(id, { ...list, cursor: undefined, head: 0 })
    const missed: ChangedList[] = []
    for (const change of changes) {
      const known = server.get(change.id)
      const after = listAfter(known, change)
      if (after && (change.reset || known?.cursor === start.cursors[change.id])) {
        const { id, ...list } = after
        server.set(id, { ...list, todos: todosAfter(known?.todos ?? new Map(), change) })
      } else missed.push({ id: change.id, from: undefined, todos: [] })
    }
    for (const id of dropped) server.delete(id)
    this.server = server
    // Not before both are here: rows without the operations that belong on top of them would flicker.
    if (movedOperations) void this.readOperationsAgain()
    else this.rebuild()
    if (missed.length > 0) void this.readListsAgain(missed)
    const lists = [
      ...changes.map(({ id, reset, rows }) => ({
        id,
        from: reset ? undefined : start.cursors[id],
        todos: rows.todos.map((todo) => todo.id),
      })),
      ...dropped.map((id) => ({ id, from: undefined, todos: [] })),
    ]
    if (lists.length > 0) this.tell({ about: 'rows', lists })
    if (movedOperations) this.tell({ about: 'operations' })
  }

  private became(state: SyncState): void {
    const at = this.platform.now()
    this.showState(state, at)
    this.tell({ about: 'state', state, at })
  }

  private showState(state: SyncState, at: number): void {
    if (state === 'synced') this.publish({ state: 'ready', syncedAt: at, isTooOld: this.overtaken.signal.aborted })
    if (state === 'full') this.onFull?.()
    if ((state === 'failed' || state === 'full') && this.snapshot.state === 'loading') this.publish({ state: 'failed' })
    if (state === 'too-old') this.publish({ isTooOld: true })
  }

  private hear(news: TabNews): void {
    if (news.about === 'rows') void this.readListsAgain(news.lists)
    if (news.about === 'operations') void this.readOperationsAgain()
    if (news.about === 'operations') this.loop?.wake()
    if (news.about === 'attention') this.loop?.wake(true)
    if (news.about === 'state') this.showState(news.state, news.at)
  }

  private readListsAgain(lists: readonly ChangedList[]): Promise<void> {
    return this.readNext(async () => {
      for (const changed of lists) {
        const known = this.server.get(changed.id)
        const list = await readChangedList(this.database, known, changed)
        // A pull was quicker: what was read is too old.
        if (this.server.get(changed.id) !== known) continue
        const server = new Map(this.server)
        if (list) server.set(changed.id, list)
        else server.delete(changed.id)
        this.server = server
      }
      this.rebuild()
    })
  }

  private readOperationsAgain(): Promise<void> {
    return this.readNext(async () => {
      for (;;) {
        const storedTimes = this.storedTimes
        const operations = await readOperations(this.database)
        if (storedTimes !== this.storedTimes) continue
        this.operations = operations
        this.rebuild()
        return
      }
    })
  }

  /**
   * Reads after those before it. What cannot be read now is read at the next start; the tab goes on with what it has.
   */
  private readNext(read: () => Promise<void>): Promise<void> {
    const reading = this.reading.then(() => (this.end.signal.aborted ? undefined : read())).catch(() => undefined)
    this.reading = reading
    return reading
  }

  private tell(news: TabNews): void {
    if (!this.end.signal.aborted) this.channel.postMessage(news)
  }

  private rebuild(): void {
    const pending = this.pending()
    this.view = withChanges(this.server, pending, this.person)
    this.invitations = withAnswers(this.operations.invitations, pending)
    this.publish()
  }

  /** What is shown on top of what the server told, in its order. */
  private pending(): readonly NewEntry[] {
    const { outbox, unseen } = this.operations
    const stored = [...unseen, ...outbox].sort((a, b) => a.seq - b.seq)
    const known = new Set(outbox.map(({ operation }) => operation.id))
    return [...stored, ...this.unsaved.filter(({ operation }) => !known.has(operation.id))]
  }

  private publish(changed: Partial<Snapshot> = {}): void {
    if (this.end.signal.aborted) return
    const { outbox, problems, syncedAt } = this.operations
    const unsynced = new Map<string, number>()
    for (const { operation } of [...outbox, ...this.unsaved]) {
      for (const id of subjectsOf(operation)) unsynced.set(id, (unsynced.get(id) ?? 0) + 1)
    }
    this.snapshot = {
      ...this.snapshot,
      ...(syncedAt === undefined ? {} : { state: 'ready', syncedAt: Math.max(syncedAt, this.snapshot.syncedAt ?? 0) }),
      rows: this.view,
      invitations: this.invitations,
      unsynced,
      unsent: outbox.length + this.unsaved.length,
      problems,
      isSaved: this.unsaved.length === 0,
      ...changed,
    }
    this.onSnapshot(this.snapshot)
  }
}
