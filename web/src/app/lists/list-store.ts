import { computed, inject, Service } from '@angular/core'
import type { List, ListColor, ListPatch } from '@tally/contract'
import { Api } from '../api/api'
import type { Change } from '../sync/overlay'
import { OptimisticRows } from '../sync/optimistic-rows'
import { byPosition, positionAt } from '../sync/position'
import { Loader } from '../sync/loader'
import { Refusals } from '../sync/refusals'
import { isTransient } from '../sync/retry'
import { Undo } from '../sync/undo'
import { uuidV7 } from '../sync/uuid-v7'
import { whenSignedIn } from '../sync/when-signed-in'

/** My lists. Every change shows at once and is saved in the background; see {@link OptimisticRows}. */
@Service()
export class ListStore {
  private readonly api = inject(Api)
  private readonly undo = inject(Undo)
  private readonly refusals = inject(Refusals)
  private readonly rows = new OptimisticRows<List>({
    isSame: (old, fresh) => JSON.stringify(old) === JSON.stringify(fresh),
    isTransient,
  })
  private readonly loader = new Loader(() =>
    this.rows.load(
      () => this.api.call('GET /api/lists', { query: {} }),
      (list) => list.deletedAt === null,
    ),
  )
  private readonly trashLoader = new Loader(() =>
    this.rows.load(
      () => this.api.call('GET /api/lists', { query: { deleted: true } }),
      (list) => list.deletedAt !== null,
    ),
  )
  private readonly restoreListeners: (() => void)[] = []
  private readonly all = computed(() => [...this.rows.rows().values()])

  readonly state = this.loader.state
  readonly trashState = this.trashLoader.state
  readonly unsaved = this.rows.unsaved
  /** The lists in use: the Inbox, then the others in my order. */
  readonly lists = computed(() =>
    this.all()
      .filter((list) => list.deletedAt === null)
      .sort((a, b) => Number(b.kind === 'inbox') - Number(a.kind === 'inbox') || byPosition(a, b)),
  )
  readonly inbox = computed(() => this.lists().find((list) => list.kind === 'inbox'))
  /** The lists in the trash, the latest first. */
  readonly deleted = computed(() =>
    this.all()
      .filter((list) => list.deletedAt !== null)
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
  )

  constructor() {
    whenSignedIn({ load: () => void this.load(), forget: () => this.forget() })
  }

  /** A list in use, by its id. */
  find(id: string): List | undefined {
    const list = this.rows.rows().get(id)
    return list?.deletedAt === null ? list : undefined
  }

  /** Reads the lists again; those on screen stay until the new ones are here. Never rejects. */
  load(): Promise<void> {
    return this.loader.load()
  }

  /** Reads the lists in the trash. Never rejects. */
  loadTrash(): Promise<void> {
    return this.trashLoader.load()
  }

  /** Calls back after the server has restored a list: its todos can be read again. */
  onRestored(listener: () => void): void {
    this.restoreListeners.push(listener)
  }

  /** Adds a list at the end; answers it as it will be. */
  add(name: string): List {
    const own = this.lists().filter((list) => list.kind === 'list')
    const list: List = {
      id: uuidV7(),
      name: name.trim(),
      kind: 'list',
      role: 'owner',
      openCount: 0,
      position: positionAt(own, own.length),
      deletedAt: null,
      ver: 0,
    }
    this.sendNew(list)
    return list
  }

  /** Gives a list another name. An empty one changes nothing. */
  rename(list: List, name: string): void {
    const trimmed = name.trim()
    if (trimmed === '' || trimmed === list.name) return
    this.change(list.id, { name: trimmed })
    this.undo.offer({
      text: `Renamed “${list.name}” to “${trimmed}”`,
      undo: () => this.change(list.id, { name: list.name }),
    })
  }

  /** Gives a list a colour, or none. */
  recolor(list: List, color: ListColor | undefined): void {
    if (color === list.color) return
    this.change(list.id, { color: color ?? null })
    this.undo.offer({
      text: `Changed the colour of “${list.name}”`,
      undo: () => this.change(list.id, { color: list.color ?? null }),
    })
  }

  /** Moves a list with its todos to the trash. */
  delete(list: List): void {
    const outcome = this.rows.submit({ id: list.id, fields: { deletedAt: Date.now() } }, async () => {
      await this.api.call('DELETE /api/lists/:id', { params: { id: list.id } })
      return undefined
    })
    void this.refusals.report(outcome, `Deleting “${list.name}”`, () => this.delete(list))
    this.undo.offer({ text: `Deleted the list “${list.name}”`, undo: () => this.restore(list) })
  }

  /** Takes a list with its todos out of the trash. */
  restore(list: List): void {
    const outcome = this.rows.submit({ id: list.id, fields: { deletedAt: null } }, () =>
      this.api.call('POST /api/lists/:id/restore', { params: { id: list.id } }),
    )
    void this.refusals.report(outcome, `Restoring “${list.name}”`, () => this.restore(list))
    void outcome.then(({ saved }) => {
      if (saved) this.restoreListeners.forEach((listener) => listener())
    })
  }

  private sendNew(list: List): void {
    const outcome = this.rows.submit({ id: list.id, row: list }, () =>
      this.api.call('POST /api/lists', { body: { id: list.id, name: list.name, position: list.position } }),
    )
    void this.refusals.report(outcome, `Adding the list “${list.name}”`, () => this.sendNew(list))
  }

  private change(id: string, patch: ListPatch): void {
    const outcome = this.rows.submit(shownChange(id, patch), () =>
      this.api.call('PATCH /api/lists/:id', { params: { id }, body: patch }),
    )
    void this.refusals.report(outcome, 'Changing the list', () => this.change(id, patch))
  }

  private forget(): void {
    this.rows.clear()
    this.undo.clear()
    this.loader.reset()
    this.trashLoader.reset()
  }
}

/** A patch as it shows: a colour of null is no colour. */
function shownChange(id: string, { color, ...rest }: ListPatch): Change<List> {
  if (color === undefined) return { id, fields: rest }
  return { id, fields: { ...rest, color: color ?? undefined } as Partial<List> }
}
