import { computed, inject, Service } from '@angular/core'
import type { Todo, TodoPatch } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { Api } from '../api/api'
import { ListStore } from '../lists/list-store'
import { Session } from '../sessions/session'
import { Loader, type LoadState } from '../sync/loader'
import { OptimisticRows } from '../sync/optimistic-rows'
import { byPosition, positionsAt } from '../sync/position'
import { Refusals } from '../sync/refusals'
import { isTransient } from '../sync/retry'
import { Undo } from '../sync/undo'
import { whenSignedIn } from '../sync/when-signed-in'
import { newTodo, toSend, type TodoDraft } from './new-todo'
import { stepWithin, type NewPlace, type Step } from './reorder'
import { Today } from './today'
import { changeWords, fieldsAfter, inverse, realChange, shortened } from './todo-change'
import { isDue, labelsInUse, openCounts } from './todo-views'

/**
 * All my todos. Every change shows at once, can be taken back, and is saved in the background; see
 * {@link OptimisticRows}.
 */
@Service()
export class TodoStore {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly lists = inject(ListStore)
  private readonly today = inject(Today)
  private readonly undo = inject(Undo)
  private readonly refusals = inject(Refusals)
  private readonly rows = new OptimisticRows<Todo>({
    isSame: (old, fresh) => old.ver === fresh.ver && old.listId === fresh.listId && old.deletedAt === fresh.deletedAt,
    isTransient,
  })
  private readonly loader = new Loader(() =>
    this.rows.load(
      () => this.api.all('GET /api/todos', { query: { limit: limits.page.max } }),
      (todo) => todo.deletedAt === null,
    ),
  )
  private readonly trashLoader = new Loader(() =>
    this.rows.load(
      () => this.api.all('GET /api/todos', { query: { limit: limits.page.max, deleted: true } }),
      (todo) => todo.deletedAt !== null,
    ),
  )
  private readonly all = computed(() => [...this.rows.rows().values()])

  /** How it stands with the todos and the lists they are in. */
  readonly state = computed(() => weakest(this.loader.state(), this.lists.state()))
  readonly trashState = computed(() => weakest(this.trashLoader.state(), this.lists.trashState()))
  /** How many changes are not saved yet. */
  readonly unsaved = computed(() => this.rows.unsaved() + this.lists.unsaved())
  /** The todos in use, open and completed, in no particular order. */
  readonly todos = computed(() => {
    const inUse = new Set(this.lists.lists().map((list) => list.id))
    return this.all().filter((todo) => todo.deletedAt === null && inUse.has(todo.listId))
  })
  /** How many open todos each list has, by its id. */
  readonly openCounts = computed(() => openCounts(this.todos()))
  /** How many todos call for attention today. */
  readonly dueCount = computed(() => this.todos().filter((todo) => isDue(todo, this.today.day())).length)
  /** Every label in use. */
  readonly labels = computed(() => labelsInUse(this.todos()))
  /** The todos in the trash, the latest first. */
  readonly deleted = computed(() =>
    this.all()
      .filter((todo) => todo.deletedAt !== null)
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
  )

  constructor() {
    whenSignedIn({ load: () => void this.loader.load(), forget: () => this.forget() })
    this.lists.onRestored(() => void this.loader.load())
  }

  /** A todo in use, by its id. */
  find(id: string): Todo | undefined {
    const todo = this.rows.rows().get(id)
    return todo?.deletedAt === null && this.lists.find(todo.listId) ? todo : undefined
  }

  /** Reads everything again; what is on screen stays until the new is here. Never rejects. */
  async load(): Promise<void> {
    await Promise.all([this.loader.load(), this.lists.load()])
  }

  /** Reads the trash. Never rejects. */
  async loadTrash(): Promise<void> {
    await Promise.all([this.trashLoader.load(), this.lists.loadTrash()])
  }

  /** Adds todos at the top of their list, or of the Inbox when none is named; they keep their order. */
  add(...drafts: TodoDraft[]): void {
    const listId = drafts[0]?.listId ?? this.lists.inbox()?.id
    const userId = this.session.user()?.id
    if (listId === undefined || userId === undefined) return
    const positions = positionsAt(this.inOrder(listId), 0, drafts.length)
    const now = Date.now()
    const added = drafts.map((draft, index) => ({
      draft,
      todo: newTodo(draft, { listId, userId, position: positions[index] ?? '', now }),
    }))
    for (const { todo, draft } of added) this.sendNew(todo, draft)
    const text = added.length === 1 ? `Added “${shortened(drafts[0]?.title ?? '')}”` : `Added ${added.length} todos`
    const undo = () => added.forEach(({ todo }) => this.sendDelete(todo))
    if (added.length === 1) this.undo.remember({ text, undo })
    else this.undo.offer({ text, undo })
  }

  /** Changes fields of a todo. An empty title deletes it. */
  change(todo: Todo, patch: TodoPatch): void {
    if (patch.title?.trim() === '') return this.delete(todo)
    const trimmed = patch.title === undefined ? patch : { ...patch, title: patch.title.trim() }
    const change = realChange(todo, trimmed)
    if (!change) return
    const listName = change.listId === undefined ? undefined : this.lists.find(change.listId)?.name
    this.send(todo, change)
    this.undo.offer({
      text: changeWords(todo, change, listName),
      undo: () => this.send(todo, inverse(todo, change)),
    })
  }

  /** Moves a todo to the top of another list. */
  move(todo: Todo, listId: string): void {
    if (listId === todo.listId) return
    const [position] = positionsAt(this.inOrder(listId), 0, 1)
    this.change(todo, { listId, ...(position === undefined ? {} : { position }) })
  }

  /** Moves an open todo one step within its list; answers its new place, or undefined at the end of the list. */
  step(todo: Todo, step: Step): NewPlace | undefined {
    const open = this.inOrder(todo.listId).filter((other) => !other.completed)
    const newPlace = stepWithin(open, todo.id, step)
    if (!newPlace) return undefined
    const { position } = newPlace
    this.send(todo, { position })
    this.undo.remember({
      text: `Moved “${shortened(todo.title)}”`,
      undo: () => this.send(todo, { position: todo.position }),
    })
    return newPlace
  }

  /** Moves a todo to the trash. */
  delete(todo: Todo): void {
    this.sendDelete(todo)
    this.undo.offer({ text: `Deleted “${shortened(todo.title)}”`, undo: () => this.restore(todo) })
  }

  /** Takes a todo out of the trash. */
  restore(todo: Todo): void {
    const outcome = this.rows.submit({ id: todo.id, fields: { deletedAt: null } }, () =>
      this.api.call('POST /api/todos/:id/restore', { params: { id: todo.id } }),
    )
    void this.refusals.report(outcome, `Restoring “${shortened(todo.title)}”`, () => this.restore(todo))
  }

  private inOrder(listId: string): Todo[] {
    return this.todos()
      .filter((todo) => todo.listId === listId)
      .sort(byPosition)
  }

  private sendNew(todo: Todo, draft: TodoDraft): void {
    const outcome = this.rows.submit({ id: todo.id, row: todo }, () =>
      this.api.call('POST /api/todos', { body: toSend(todo, draft) }),
    )
    void this.refusals.report(outcome, `Adding “${shortened(todo.title)}”`, () => this.sendNew(todo, draft))
  }

  private send(todo: Todo, patch: TodoPatch): void {
    const { id } = todo
    const outcome = this.rows.submit({ id, fields: fieldsAfter(patch, Date.now()) }, () =>
      this.api.call('PATCH /api/todos/:id', { params: { id }, body: patch }),
    )
    const what = `Changing “${shortened(patch.title ?? todo.title)}”`
    void this.refusals.report(outcome, what, () => this.send(todo, patch))
  }

  private sendDelete(todo: Todo): void {
    const outcome = this.rows.submit({ id: todo.id, fields: { deletedAt: Date.now() } }, async () => {
      await this.api.call('DELETE /api/todos/:id', { params: { id: todo.id } })
      return undefined
    })
    void this.refusals.report(outcome, `Deleting “${shortened(todo.title)}”`, () => this.sendDelete(todo))
  }

  private forget(): void {
    this.rows.clear()
    this.loader.reset()
    this.trashLoader.reset()
  }
}

/** How it stands with two things of which both are needed. */
function weakest(a: LoadState, b: LoadState): LoadState {
  if (a === 'failed' || b === 'failed') return 'failed'
  return a === 'ready' && b === 'ready' ? 'ready' : 'loading'
}
