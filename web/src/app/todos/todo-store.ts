import { computed, inject, Service } from '@angular/core'
import type { BatchOperation, Todo, TodoFields } from '@tally/contract'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Today } from '../device/today'
import { ListStore } from '../lists/list-store'
import { byPosition, positionsAtTop, type Placed } from '../sync/position'
import { Replica } from '../sync/replica'
import type { Change } from '../sync/engine/engine.ts'
import { Undo } from '../sync/undo'
import { uuidV7 } from '../sync/uuid-v7'
import { stepWithin, type NewPlace, type Step } from './todo-list/reorder'
import { formatChange, inverse, realChange, shortened, type TextBase } from './todo-change'
import { keyOf, readKey } from './todo-key'
import { isDue, labelsInUse, openCounts } from './todo-views'
import { isolated } from '../ui/isolated'

/** What a person gives of a new todo; its list is the Inbox when none is named. */
export type NewTodo = Omit<TodoFields, 'position'> & { readonly title: string; readonly listId?: string }

/** How many todos are added in one piece; more would not fit into one push. */
const pieceSize = 100

/**
 * All my todos, as they are on this device. Every change shows at once, can be taken back, and is synced in the
 * background; see {@link Replica}.
 */
@Service()
export class TodoStore {
  private readonly replica = inject(Replica)
  private readonly lists = inject(ListStore)
  private readonly today = inject(Today)
  private readonly undo = inject(Undo)

  /** How it stands with the todos and the lists they are in. */
  readonly state = this.replica.state
  /** The ids of todos of which a change is saved on this device only. */
  readonly unsynced = this.replica.unsynced
  /** The todos in use, open and completed, in no particular order. */
  readonly todos = computed(() => {
    const todos: Todo[] = []
    for (const { list, todos: inList } of this.replica.rows().values()) {
      if (list.deletedAt !== null) continue
      for (const todo of inList.values()) if (todo.deletedAt === null) todos.push(todo)
    }
    return todos
  })
  /** How many open todos each list has, by its id. */
  readonly openCounts = computed(() => openCounts(this.todos()))
  /** How many todos call for attention today. */
  readonly dueCount = computed(
    () => this.todos().filter((todo) => isDue(todo, this.today.day(), this.today.zone())).length,
  )
  /** Every label in use. */
  readonly labels = computed(() => labelsInUse(this.todos()), {
    equal: (a, b) => a.length === b.length && a.every((label, index) => label === b[index]),
  })
  /** The todos in the trash, the latest first. */
  readonly deleted = computed(() =>
    Array.from(this.replica.rows().values(), ({ todos }) => [...todos.values()])
      .flat()
      .filter((todo) => todo.deletedAt !== null)
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
  )

  /**
   * A todo in use, by its key. One that is no longer in that list is found where it moved; never in another list while
   * its own list has it, since somebody may have put a row of that id into a list of theirs.
   */
  find(key: string): Todo | undefined {
    const { listId, id } = readKey(key)
    const all = [...this.replica.rows().values()].filter(({ todos }) => todos.has(id))
    const its = all.find(({ list }) => list.id === listId) ?? (all.length === 1 ? all[0] : undefined)
    const todo = its?.todos.get(id)
    return todo?.deletedAt === null && its?.list.deletedAt === null ? todo : undefined
  }

  /** Tries again what could not be read. */
  load(): void {
    this.replica.load()
  }

  /**
   * Adds todos at the top of their list, or of the Inbox when none is named; they keep their order. Answers whether it
   * did: it cannot before the Inbox is here.
   */
  add(...drafts: NewTodo[]): boolean {
    const listId = drafts[0]?.listId ?? this.lists.inbox()?.id
    if (listId === undefined) return false
    const positions = positionsAtTop(this.inOrder(listId), drafts.length)
    const added = drafts.map((draft, index): Extract<BatchOperation, { type: 'todo.put' }> => {
      const fields = { ...draft, title: draft.title.trim(), position: positions[index] ?? '' }
      delete fields.listId
      return { type: 'todo.put', listId, key: uuidV7(), fields }
    })
    const title = shortened(drafts[0]?.title ?? '')
    this.send(listId, added, title)
    const text = added.length === 1 ? `Added “${title}”` : `Added ${added.length} todos`
    const undo = () =>
      this.send(
        listId,
        added.map(({ key }) => ({ type: 'todo.delete', listId, key })),
        title,
      )
    if (added.length === 1) this.undo.remember({ text, undo })
    else this.undo.offer({ text, undo })
    return true
  }

  /**
   * Changes fields of a todo. An empty title deletes it.
   *
   * @param base what the texts were when the person began to type, so that nothing is overwritten unseen
   */
  change(todo: Todo, fields: TodoFields, base?: TextBase): void {
    if (fields.title !== undefined && !hasVisibleText(fields.title)) return this.delete(todo)
    const trimmed = fields.title === undefined ? fields : { ...fields, title: fields.title.trim() }
    const change = realChange(todo, trimmed)
    if (!change) return
    this.patch(todo, change, base)
    this.undo.offer({
      text: formatChange(todo, change),
      undo: () => this.patch(todo, inverse(todo, change), trimmed),
    })
  }

  /** Moves a todo to the top of another list. */
  move(todo: Todo, listId: string): void {
    if (listId === todo.listId) return
    const [position] = positionsAtTop(this.inOrder(listId), 1)
    this.sendMove(todo, todo.listId, { listId, ...(position === undefined ? {} : { position }) })
    const listName = this.lists.find(listId)?.name
    this.undo.offer({
      text: `Moved “${shortened(todo.title)}”${listName ? ` to ${isolated(listName)}` : ''}`,
      undo: () => {
        this.sendMove(todo, listId, { listId: todo.listId, position: todo.position })
        // Another list has other members: the move has taken it from whoever had it.
        if (todo.assigneeId !== null) this.patch(todo, { assigneeId: todo.assigneeId })
      },
    })
  }

  /** Moves an open todo one step within its list; answers its new place, or undefined at the end of the list. */
  step(todo: Todo, step: Step): NewPlace | undefined {
    const all = this.inOrder(todo.listId).filter(({ deletedAt }) => deletedAt === null)
    const open = all.filter((other) => !other.completed)
    const newPlace = stepWithin(open, all, todo.id, step)
    if (!newPlace) return undefined
    const moved = new Set(newPlace.positions.map(({ id }) => id))
    const before = all.filter(({ id }) => moved.has(id))
    this.place(todo, newPlace.positions)
    this.undo.remember({ text: `Moved “${shortened(todo.title)}”`, undo: () => this.place(todo, before) })
    return newPlace
  }

  /** Moves a todo to the trash. */
  delete(todo: Todo): void {
    this.send(todo.listId, [{ type: 'todo.delete', listId: todo.listId, key: todo.id }], todo.title)
    this.undo.offer({ text: `Deleted “${shortened(todo.title)}”`, undo: () => this.restore(todo) })
  }

  /** Takes a todo out of the trash. */
  restore(todo: Todo): void {
    this.send(todo.listId, [{ type: 'todo.restore', listId: todo.listId, key: todo.id }], todo.title)
  }

  /** The todos of a list, with those in the trash: they may come back to their places. */
  private inOrder(listId: string): Todo[] {
    return [...(this.replica.rows().get(listId)?.todos.values() ?? [])].sort(byPosition)
  }

  /** Gives a todo, and neighbours of it in its list, these positions. */
  private place(todo: Todo, places: readonly Placed[]): void {
    const { listId, title } = this.find(keyOf(todo)) ?? todo
    const patches = places.map(({ id, position }) => ({
      type: 'todo.patch' as const,
      listId,
      key: id,
      fields: { position },
    }))
    this.send(listId, patches, title)
  }

  /** Sets fields where the todo is by now; what is only completed is completed once, on however many devices. */
  private patch(todo: Todo, fields: TodoFields, base?: TextBase): void {
    const { listId = todo.listId } = this.find(keyOf(todo)) ?? {}
    const isCompletion = fields.completed === true && Object.keys(fields).length === 1
    const target = { listId, key: todo.id }
    if (isCompletion && todo.repeat !== null) {
      this.replica.change([{ type: 'todo.complete', ...target, occurrence: todo.dueOn }], todo.title)
      return
    }
    const texts = textsOf(fields, base ?? todo)
    const change = { type: 'todo.patch' as const, ...target, fields, ...(texts ? { base: texts } : {}) }
    this.send(listId, [change], fields.title ?? todo.title)
  }

  private sendMove(todo: Todo, from: string, fields: { listId: string; position?: string }): void {
    this.send(from, [{ type: 'todo.move', listId: from, key: todo.id, fields }], todo.title)
  }

  /** Several changes are made in pieces that are done whole or not at all. */
  private send(listId: string, steps: readonly BatchOperation[], about: string): void {
    const pieces = Array.from({ length: Math.ceil(steps.length / pieceSize) }, (_, index) =>
      steps.slice(index * pieceSize, (index + 1) * pieceSize),
    )
    const changes = pieces.map((ops): Change => {
      const [only] = ops
      return only && ops.length === 1 ? only : { type: 'batch', listId, ops }
    })
    this.replica.change(changes, about)
  }
}

/** What the texts were that these fields change. */
function textsOf({ title, notes }: TodoFields, base: TextBase): TextBase | undefined {
  if (title === undefined && notes === undefined) return undefined
  return {
    ...(title === undefined || base.title === undefined ? {} : { title: base.title }),
    ...(notes === undefined || base.notes === undefined ? {} : { notes: base.notes }),
  }
}
