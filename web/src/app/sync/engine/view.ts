import type { List, ListPatch, Member, SyncOperation, SyncStep, Todo, TodoDraft, TodoFields } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { listsOf } from '@tally/contract/lists-of'
import { may } from '@tally/contract/rights'
import { positionAtEnd } from '../position.ts'
import type { ListRows, Rows } from './rows.ts'

/** A change that is shown before the server's rows have it. */
export type PendingChange = {
  readonly operation: SyncOperation
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
}

/** Whose changes they are. */
export type Person = { readonly userId: string; readonly username: string; readonly displayName: string }

/**
 * What the person sees: rows with pending changes on top, in their order, by the rules of the server (its
 * `applyOperation`). What the server would refuse shows nothing. Neither argument is touched; lists and todos without
 * a change keep their identity, so that it costs what changed and not what there is.
 */
export function withChanges(rows: Rows, changes: readonly PendingChange[], person: Person): Rows {
  if (changes.length === 0) return rows
  const draft = new Draft(rows)
  for (const change of changes) applyOperation(draft, change, person)
  return draft.rows
}

/** Rows that are copied where they are changed. */
class Draft {
  private readonly copies = new Map<string, Editable>()
  rows: Rows

  constructor(rows: Rows) {
    this.rows = rows
  }

  find(listId: string): ListRows | undefined {
    return this.rows.get(listId)
  }

  /** A list to be changed: its own copy, made once. */
  edit(listId: string): Editable {
    const known = this.copies.get(listId)
    if (known) return known
    const rows = this.rows.get(listId)
    if (!rows) throw new Error('A list that is not there')
    return this.put(listId, { ...rows, members: [...rows.members], todos: new Map(rows.todos) })
  }

  put(listId: string, list: Editable): Editable {
    this.copies.set(listId, list)
    this.rows = new Map(this.rows).set(listId, list)
    return list
  }

  drop(listId: string): void {
    this.copies.delete(listId)
    this.rows = new Map([...this.rows].filter(([id]) => id !== listId))
  }
}

type Editable = { list: List; members: Member[]; todos: Map<string, Todo> }

function applyOperation(draft: Draft, { operation, at }: PendingChange, person: Person): void {
  if (operation.type !== 'batch') {
    applyStep(draft, operation, at, person)
    return
  }
  // All or nothing: on a draft of its own, whose rows count only when every step was allowed.
  const attempt = new Draft(draft.rows)
  if (!operation.ops.every((step) => applyStep(attempt, step, at, person))) return
  for (const id of listsOf(operation)) draft.put(id, attempt.edit(id))
}

/** Applies one step; answers whether the server would accept it. Nothing is changed when it would not. */
function applyStep(draft: Draft, step: SyncStep, at: number, person: Person): boolean {
  if (step.type === 'list.put') return putList(draft, step.listId, step.fields, person)
  const rows = draft.find(step.listId)
  if (!rows) return false
  switch (step.type) {
    case 'todo.put':
      return putTodo(draft, rows, step.key, step.fields, at, person)
    case 'todo.patch':
      return patchTodo(draft, rows, step.key, step.fields, at)
    case 'todo.complete':
      return completeTodo(draft, rows, step.key, step.occurrence, at)
    case 'todo.delete':
      return setTodoDeleted(draft, rows, step.key, at, at)
    case 'todo.restore':
      return setTodoDeleted(draft, rows, step.key, null, at)
    case 'todo.move':
      return moveTodo(draft, rows, step, at)
    case 'list.patch':
      return patchList(draft, rows, step.fields)
    case 'list.delete':
      return rows.list.kind !== 'inbox' && setListDeleted(draft, rows, at)
    case 'list.restore':
      return setListDeleted(draft, rows, null)
    case 'member.put':
      return putMember(draft, rows, step.key, step.fields.role, person)
    case 'member.delete':
      return deleteMember(draft, rows, step.key, at, person)
    case 'invitation.accept':
    case 'invitation.decline':
      // Shown among the invitations: what is offered to a member becomes theirs with the next pull.
      return true
  }
}

/**
 * A todo that is there already stays as it is: putting again changes nothing. One of another list keeps its id for
 * itself.
 */
function putTodo(draft: Draft, rows: ListRows, id: string, fields: TodoDraft, at: number, { userId }: Person): boolean {
  if (rows.todos.has(id)) return true
  if (!isWritable(rows) || !hasReferences(rows, id, fields)) return false
  if ([...draft.rows.values()].some(({ todos }) => todos.has(id))) return false
  const before = { completed: false, completedAt: null, dueOn: null }
  const set = fieldsAfter(fields, before, at)
  if (!set) return false
  const todo: Todo = {
    ...emptyTodo,
    position: fields.position ?? endOf(rows),
    ...set,
    id,
    listId: rows.list.id,
    title: fields.title,
    createdAt: at,
    createdBy: userId,
    updatedAt: at,
    ver: 0,
  }
  save(draft.edit(rows.list.id), undefined, todo)
  return true
}

/** The fields of a todo of which nothing is known but its title. */
export const emptyTodo = {
  notes: '',
  completed: false,
  completedAt: null,
  dueOn: null,
  dueTime: null,
  timeZone: null,
  repeat: null,
  priority: 0,
  labels: [] as string[],
  parentId: null,
  assigneeId: null,
  deletedAt: null,
}

/** Delete beats a late edit: a todo in the trash does not change. */
function patchTodo(draft: Draft, rows: ListRows, id: string, fields: TodoFields, at: number): boolean {
  const before = rows.todos.get(id)
  if (!before || !isWritable(rows) || before.deletedAt !== null || !hasReferences(rows, id, fields)) return false
  const set = fieldsAfter(fields, before, at)
  if (!set) return false
  if (Object.keys(set).length > 0) save(draft.edit(rows.list.id), before, { ...before, ...set, updatedAt: at })
  return true
}

/**
 * A repeating todo may have gone on to another day, as two devices complete the same occurrence: then nothing changes.
 */
function completeTodo(draft: Draft, rows: ListRows, id: string, occurrence: string | null, at: number): boolean {
  const before = rows.todos.get(id)
  if (!before || !isWritable(rows) || before.deletedAt !== null) return false
  if ((before.repeat !== null && before.dueOn !== occurrence) || before.completed) return true
  return patchTodo(draft, rows, id, { completed: true }, at)
}

function setTodoDeleted(draft: Draft, rows: ListRows, id: string, deletedAt: number | null, at: number): boolean {
  const before = rows.todos.get(id)
  if (!before || !isWritable(rows)) return false
  if ((before.deletedAt === null) === (deletedAt === null)) return true
  save(draft.edit(rows.list.id), before, { ...before, deletedAt, updatedAt: at })
  return true
}

/** To another list, with everything below it; the todo that moves leaves its own parent behind. */
function moveTodo(draft: Draft, from: ListRows, step: Extract<SyncStep, { type: 'todo.move' }>, at: number): boolean {
  const { key: id, fields } = step
  const to = draft.find(fields.listId)
  const root = from.todos.get(id)
  if (!to || !root || !isWritable(from) || !isWritable(to) || root.deletedAt !== null) return false
  if (to.list.id === from.list.id) {
    return fields.position === undefined || patchTodo(draft, from, id, { position: fields.position }, at)
  }
  const moved = [{ ...root, parentId: null, position: fields.position ?? endOf(to) }, ...below(from, id).todos]
  if (moved.some((todo) => to.todos.has(todo.id))) return false
  const [source, target] = [draft.edit(from.list.id), draft.edit(to.list.id)]
  for (const todo of moved) {
    remove(source, todo)
    const assigneeId = isMember(to, todo.assigneeId) ? todo.assigneeId : null
    save(target, undefined, { ...todo, assigneeId, listId: to.list.id, updatedAt: at })
  }
  return true
}

function putList(
  draft: Draft,
  id: string,
  fields: Extract<SyncStep, { type: 'list.put' }>['fields'],
  { userId, username, displayName }: Person,
): boolean {
  if (draft.find(id)) return true
  const list: List = {
    id,
    name: fields.name,
    kind: 'list',
    role: 'owner',
    openCount: 0,
    position: fields.position ?? positionAtEnd(Array.from(draft.rows.values(), (rows) => rows.list)),
    deletedAt: null,
    ver: 0,
    ...(fields.color ? { color: fields.color } : {}),
  }
  draft.put(id, { list, members: [{ userId, username, displayName, role: 'owner', ver: 0 }], todos: new Map() })
  return true
}

/** Name and colour are for all members, the position is only mine. */
function patchList(draft: Draft, rows: ListRows, { name, color, position }: ListPatch): boolean {
  const isForAll = name !== undefined || color !== undefined
  if (isForAll && !isWritable(rows)) return false
  if (rows.list.kind === 'inbox' && name !== undefined) return false
  const editable = draft.edit(rows.list.id)
  const { color: before, ...rest } = editable.list
  const after = color === undefined ? before : (color ?? undefined)
  editable.list = {
    ...rest,
    ...(after === undefined ? {} : { color: after }),
    ...(name === undefined ? {} : { name }),
    ...(position === undefined ? {} : { position }),
  }
  return true
}

function setListDeleted(draft: Draft, rows: ListRows, deletedAt: number | null): boolean {
  if (!may(rows.list.role, 'delete')) return false
  if ((rows.list.deletedAt === null) === (deletedAt === null)) return true
  const editable = draft.edit(rows.list.id)
  editable.list = { ...editable.list, deletedAt }
  return true
}

/** Only the owner gives roles. Whoever is invited, or offered the list, has to accept: nothing shows before that. */
function putMember(draft: Draft, rows: ListRows, key: string, role: Member['role'], { userId }: Person): boolean {
  if (!mayShare(rows) || rows.list.deletedAt !== null) return false
  if (key === userId) return role === 'owner'
  if (role === 'owner') return isMember(rows, key)
  const editable = draft.edit(rows.list.id)
  editable.members = editable.members.map((member) => (member.userId === key ? { ...member, role } : member))
  return true
}

/** The owner takes the list away from somebody, or a member leaves it; what they were to do in it is nobody's then. */
function deleteMember(draft: Draft, rows: ListRows, key: string, at: number, { userId }: Person): boolean {
  if (key === userId) {
    if (rows.list.kind === 'inbox' || !may(rows.list.role, 'leave')) return false
    draft.drop(rows.list.id)
    return true
  }
  if (!mayShare(rows) || !isMember(rows, key)) return false
  const editable = draft.edit(rows.list.id)
  editable.members = editable.members.filter((member) => member.userId !== key)
  for (const todo of rows.todos.values()) {
    if (todo.assigneeId === key) editable.todos.set(todo.id, { ...todo, assigneeId: null, updatedAt: at })
  }
  return true
}

/**
 * The fields that a patch sets. Completing twice keeps the first moment; taking the day away takes the time, too.
 *
 * @returns undefined where a time of day is set without a day, which the server refuses
 */
function fieldsAfter(
  fields: TodoFields,
  before: Pick<Todo, 'completed' | 'completedAt' | 'dueOn'>,
  at: number,
): Partial<Todo> | undefined {
  const { completed, dueOn, dueTime, timeZone, ...others } = fields
  const set: Partial<Todo> = given(others)
  if (completed !== undefined) {
    set.completed = completed
    set.completedAt = completed ? (before.completed ? before.completedAt : at) : null
  }
  if ((dueOn === undefined ? before.dueOn : dueOn) === null) {
    if (dueTime) return undefined
    return dueOn === null ? { ...set, dueOn: null, dueTime: null, timeZone: null } : set
  }
  return { ...set, ...given({ dueOn, dueTime, timeZone }) }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The members that are given: a member that is undefined is none. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}

/** A parent is one that may have the todo below it; whoever is assigned is a member. */
function hasReferences(rows: ListRows, id: string, { assigneeId, parentId }: TodoFields): boolean {
  if (assigneeId && !isMember(rows, assigneeId)) return false
  return !parentId || hasPlaceBelow(rows, id, parentId)
}

/** Another todo of the list that is not below the todo itself, within the bounds of `limits.subtasks`. */
function hasPlaceBelow(rows: ListRows, id: string, parentId: string): boolean {
  const above: string[] = []
  for (let next: string | null = parentId; next !== null; ) {
    const parent = rows.todos.get(next)
    if (!parent || next === id || above.length === limits.subtasks.levels) return false
    above.push(next)
    next = parent.parentId
  }
  const { levels } = limits.subtasks
  const own = below(rows, id, levels)
  const all = below(rows, above.at(-1) ?? parentId, levels)
  const added = all.todos.some((todo) => todo.id === id) ? 0 : 1 + own.todos.length
  return above.length + own.levels <= levels && all.todos.length + added <= limits.subtasks.below
}

/** What is below a todo and on how many levels, or no more than one level more than asked for. */
function below({ todos }: ListRows, id: string, mostLevels = Infinity): { todos: Todo[]; levels: number } {
  const seen = new Set([id])
  const found: Todo[] = []
  let levels = 0
  for (let level = seen; ; levels += 1) {
    const children = [...todos.values()].filter((todo) => todo.parentId !== null && level.has(todo.parentId))
    const next = children.filter((todo) => !seen.has(todo.id))
    if (next.length === 0 || levels > mostLevels) return { todos: found, levels }
    found.push(...next)
    level = new Set(next.map((todo) => todo.id))
    for (const todo of next) seen.add(todo.id)
  }
}

function isWritable({ list }: ListRows): boolean {
  return may(list.role, 'write') && list.deletedAt === null
}

function mayShare({ list }: ListRows): boolean {
  return list.kind !== 'inbox' && may(list.role, 'share')
}

function isMember({ members }: ListRows, userId: string | null): boolean {
  return members.some((member) => member.userId === userId)
}

/** The position after all others of the list, those in the trash, too. */
function endOf({ todos }: ListRows): string {
  return positionAtEnd(todos.values())
}

/** Puts a todo into its list, in the place of what it was before, and counts the open ones. */
function save(rows: Editable, before: Todo | undefined, after: Todo): void {
  rows.todos.set(after.id, after)
  countOpen(rows, (isOpen(after) ? 1 : 0) - (before && isOpen(before) ? 1 : 0))
}

function remove(rows: Editable, todo: Todo): void {
  rows.todos.delete(todo.id)
  countOpen(rows, isOpen(todo) ? -1 : 0)
}

function countOpen(rows: Editable, delta: number): void {
  if (delta !== 0) rows.list = { ...rows.list, openCount: rows.list.openCount + delta }
}

function isOpen(todo: Todo): boolean {
  return !todo.completed && todo.deletedAt === null
}
