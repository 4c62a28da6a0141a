import type { SyncOperation, SyncStep } from '@tally/contract'

/** What of a todo can be changed by the operations of a run. */
export type ModelTodo = {
  title: string
  notes: string
  completed: boolean
  deleted: boolean
  position: string
  priority: number
  dueOn: string | null
  ver: number
  /** The operation that made it. */
  readonly madeBy: string
}

type Context = { readonly by: string; readonly userId: string; readonly target: ModelList | undefined }

/** A list as it must be, by the rules of the server written down a second time. */
export class ModelList {
  head: number
  ver: number
  name = ''
  color: string | null = null
  deleted = false
  /** Where each person has it. */
  readonly positions = new Map<string, string>()
  readonly todos = new Map<string, ModelTodo>()

  constructor(head: number) {
    this.head = head
    this.ver = head
  }

  /** Whether an operation that was accepted changes something as things stand. */
  wouldChange(operation: SyncOperation): boolean {
    switch (operation.type) {
      case 'todo.complete':
        return this.todos.get(operation.key)?.completed === false
      case 'todo.delete':
        return this.todos.get(operation.key)?.deleted === false
      case 'todo.restore':
        return this.todos.get(operation.key)?.deleted === true
      case 'todo.put':
        return !this.todos.has(operation.key)
      case 'list.delete':
        return !this.deleted
      case 'list.restore':
        return this.deleted
      default:
        return operation.type !== 'list.put'
    }
  }

  /** Applies a step under the present `head`. Says whether that was possible. */
  apply(step: SyncStep, { by, userId, target }: Context): boolean {
    if (!step.type.startsWith('todo.')) return this.#applyToList(step, userId)
    if (this.deleted || !('key' in step)) return false
    if (step.type === 'todo.put') {
      const { title, position = '' } = step.fields
      this.todos.set(step.key, { ...emptyTodo, title, position, ver: this.head, madeBy: by })
      return true
    }
    const todo = this.todos.get(step.key)
    if (!todo || (todo.deleted && step.type !== 'todo.restore')) return false
    todo.ver = this.head
    if (step.type === 'todo.complete') todo.completed = true
    if (step.type === 'todo.delete' || step.type === 'todo.restore') todo.deleted = step.type === 'todo.delete'
    if (step.type === 'todo.patch') {
      const { notes, completed, position, priority, dueOn } = step.fields
      const set = { notes, completed, position, priority, dueOn }
      Object.assign(todo, Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)))
    }
    if (step.type === 'todo.move') {
      if (!target) return false
      this.todos.delete(step.key)
      target.todos.set(step.key, { ...todo, position: step.fields.position ?? '', ver: target.head })
    }
    return true
  }

  get openCount(): number {
    return [...this.todos.values()].filter((todo) => !todo.completed && !todo.deleted).length
  }

  #applyToList(step: SyncStep, userId: string): boolean {
    if (step.type === 'list.patch') {
      const { name, color, position } = step.fields
      if (this.deleted) return false
      if (name !== undefined) this.name = name
      if (color !== undefined) this.color = color
      if (position !== undefined) this.positions.set(userId, position)
    }
    if (step.type === 'list.delete' || step.type === 'list.restore') this.deleted = step.type === 'list.delete'
    this.ver = this.head
    return true
  }
}

const emptyTodo = { notes: '', completed: false, deleted: false, priority: 0, dueOn: null }
