import type { List, SyncOperation, Todo } from '@tally/contract'
import type { Entry, Ledger } from './ledger.ts'
import { Replay } from './replay.ts'
import type { ServerState } from './server-state.ts'

/** What a run came to: how many operations of each kind of wrong, and a few of them in words. */
export type Judgement = {
  readonly lost: number
  readonly doubled: number
  readonly halfApplied: number
  /** Whatever else is not as it must be. */
  readonly others: number
  readonly words: readonly string[]
}

const MOST_WORDS = 12

/**
 * Compares what devices were told with what the server has. `states` are those of all persons, whose lists may be the
 * same.
 */
export function judge(ledger: Ledger, begin: ReadonlyMap<string, number>, states: readonly ServerState[]): Judgement {
  const entries = [...ledger.entries.values()]
  const heads = new Map(states.flatMap((state) => [...state.heads]))
  const replay = new Replay(entries, begin, heads)
  const { lost, doubled, halfApplied } = replay.findings
  const others = [...ledger.complaints]

  const todos = new Map<string, Todo>()
  for (const todo of states.flatMap((state) => state.todos)) {
    const known = todos.get(todo.id)
    if (known && known.listId !== todo.listId) doubled.set(todo.id, `The todo ${todo.id} is in two lists`)
    todos.set(todo.id, todo)
  }
  for (const { operation, verdict } of entries) {
    if (operation.type === 'batch') judgeBatch(operation, verdict?.ok === true, todos, halfApplied)
  }

  const expected = replay.todos()
  for (const [id, todo] of expected) {
    const there = todos.get(id)
    if (halfApplied.has(todo.madeBy)) continue
    if (!there) lost.set(todo.madeBy, `The todo “${todo.title}” is not there`)
    else others.push(...differences(`The todo “${todo.title}”`, todo, shownTodo(there)))
  }
  for (const [id, todo] of todos) {
    if (!expected.has(id) && !wasMadeByHalf(id, entries, halfApplied)) {
      doubled.set(id, `The todo “${todo.title}” is there, and nobody was told so`)
    }
  }
  for (const list of states.flatMap((state) => state.lists)) {
    const model = replay.lists.get(list.id)
    const { ver, color, deleted, openCount } = model ?? {}
    const name = list.kind === 'inbox' ? list.name : model?.name
    others.push(...differences(`The list “${list.name}”`, { name, color, deleted, ver, openCount }, shownList(list)))
  }
  others.push(...entries.flatMap((entry) => judgeRefusal(entry, replay)))

  const made = ledger.compareMade()
  if (made.lost > 0) lost.set('', `${made.lost} changes were saved on a device and never judged`)
  if (made.doubled > 0) doubled.set('', `${made.doubled} changes were judged twice`)
  if (ledger.epochs.size > 1) others.push(`The server had ${ledger.epochs.size} epochs, though nothing was put back`)
  return {
    lost: lost.size + Math.max(0, made.lost - 1),
    doubled: doubled.size + Math.max(0, made.doubled - 1),
    halfApplied: halfApplied.size,
    others: others.length,
    words: [
      ...[...lost.values()].map((text) => `lost: ${text}`),
      ...[...doubled.values()].map((text) => `doubled: ${text}`),
      ...[...halfApplied.values()].map((text) => `half applied: ${text}`),
      ...others,
    ].slice(0, MOST_WORDS),
  }
}

/** All todos of a batch are there, or none. */
function judgeBatch(
  { id, ops }: Extract<SyncOperation, { type: 'batch' }>,
  isAccepted: boolean,
  todos: ReadonlyMap<string, Todo>,
  halfApplied: Map<string, string>,
): void {
  const keys = ops.flatMap((step) => (step.type === 'todo.put' ? [step.key] : []))
  const count = keys.filter((key) => todos.has(key)).length
  const isRight = isAccepted ? count === keys.length || count === 0 : count === 0
  if (!isRight) halfApplied.set(id, `${count} of ${keys.length} todos of a batch are there (accepted: ${isAccepted})`)
}

function wasMadeByHalf(key: string, entries: readonly Entry[], halfApplied: ReadonlyMap<string, string>): boolean {
  return entries.some(
    ({ operation }) =>
      operation.type === 'batch' && halfApplied.has(operation.id) && operation.ops.some((step) => step.key === key),
  )
}

/** Refused only for a reason that was there at some time. */
function judgeRefusal({ operation, verdict }: Entry, replay: Replay): string[] {
  if (!verdict) return [`${operation.type} ${operation.id} never had a verdict`]
  if (verdict.ok) return []
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  const reasons: Record<string, (key: string, listId: string) => boolean> = {
    'todo-deleted': (key) => replay.everDeleted.has(key),
    'todo-not-found': (key, listId) => replay.everGone.has(key) || replay.madeIn.get(key) !== listId,
    'list-deleted': (_key, listId) => replay.everDeleted.has(listId),
  }
  const isRight = steps.some((step) => reasons[verdict.code]?.('key' in step ? step.key : '', step.listId))
  return isRight ? [] : [`${operation.type} was refused with ${verdict.code}, without a reason`]
}

function shownTodo(todo: Todo): Record<string, unknown> {
  return { ...todo, deleted: todo.deletedAt !== null }
}

function shownList(list: List): Record<string, unknown> {
  return { ...list, color: list.color ?? null, deleted: list.deletedAt !== null }
}

/** The members that are not as expected, in words. */
function differences(what: string, expected: object, there: Record<string, unknown>): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => name !== 'madeBy' && value !== there[name])
    .map(([name, value]) => `${what} has ${name} ${String(there[name])} instead of ${String(value)}`)
}
