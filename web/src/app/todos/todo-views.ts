import type { Todo } from '@tally/contract'
import { labelKey } from '@tally/contract/labels'
import { ownLocale } from '../device/locale'
import type { Day } from '../device/today'
import { byPosition, compareText } from '../sync/position'
import { labelKeys } from './label-words'
import { dueHere } from './due-date/due-here'

/** Todos under one heading; without one they simply come first. */
export type TodoGroup = {
  readonly key: string
  readonly heading?: string
  readonly tone: 'plain' | 'overdue' | 'completed'
  /** The day all of them are due, so that the rows need not say it. */
  readonly day?: Day
  readonly todos: readonly Todo[]
}

/** What a page shows beside what is open. */
export type Shown = {
  /** Todos that were completed a moment ago and are still in their place. */
  readonly leaving: ReadonlySet<string>
  readonly showCompleted: boolean
}

/** The order where several lists meet: the earliest day and time first, then the weightiest, then as in their lists. */
export function byUrgency(a: Todo, b: Todo, zone?: string): number {
  const [dueA, dueB] = [dueHere(a, zone), dueHere(b, zone)]
  return (
    compareText(dueA.dueOn ?? '~', dueB.dueOn ?? '~') ||
    compareText(dueA.dueTime ?? '~', dueB.dueTime ?? '~') ||
    b.priority - a.priority ||
    byPosition(a, b)
  )
}

/** The latest completed first. */
export function byCompletion(a: Todo, b: Todo): number {
  return (b.completedAt ?? 0) - (a.completedAt ?? 0) || byPosition(a, b)
}

/** Whether a todo calls for attention today. */
export function isDue(todo: Todo, today: Day, zone?: string): boolean {
  const { dueOn } = dueHere(todo, zone)
  return !todo.completed && dueOn !== null && dueOn <= today
}

/** One list in its own order, completed todos at the end. */
export function listGroups(todos: readonly Todo[], listId: string, shown: Shown): TodoGroup[] {
  const inList = todos.filter((todo) => todo.listId === listId)
  return present([plain('open', standing(inList, shown).sort(byPosition)), completed(inList, shown)])
}

/** All todos with a label, however it is written, the most urgent first, completed ones at the end. */
export function labelGroups(todos: readonly Todo[], label: string, shown: Shown): TodoGroup[] {
  const key = labelKey(label)
  const labelled = todos.filter((todo) => labelKeys(todo).includes(key))
  const open = standing(labelled, shown).sort((a, b) => byUrgency(a, b))
  return present([plain('open', open), completed(labelled, shown)])
}

/** How many open todos each list has. */
export function openCounts(todos: readonly Todo[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const todo of todos) if (!todo.completed) counts.set(todo.listId, (counts.get(todo.listId) ?? 0) + 1)
  return counts
}

/** Every label in use, in its oldest spelling and the order of the alphabet. */
export function labelsInUse(todos: readonly Todo[], locale: string = ownLocale): string[] {
  const oldest = new Map<string, { label: string; at: number }>()
  for (const todo of todos) {
    for (const [index, key] of labelKeys(todo).entries()) {
      const known = oldest.get(key)
      if (!known || todo.createdAt < known.at) oldest.set(key, { label: todo.labels[index] ?? key, at: todo.createdAt })
    }
  }
  return Array.from(oldest.values(), ({ label }) => label).sort(new Intl.Collator(locale).compare)
}

/** Those that stand in their place: open ones, and those that were completed a moment ago. */
export function standing(todos: readonly Todo[], shown: Shown): Todo[] {
  return todos.filter((todo) => !todo.completed || shown.leaving.has(todo.id))
}

/** Those that were completed, where they are shown. */
export function completed(todos: readonly Todo[], shown: Shown): TodoGroup {
  const done = todos.filter((todo) => todo.completed && !shown.leaving.has(todo.id)).sort(byCompletion)
  return { key: 'completed', heading: 'Completed', tone: 'completed', todos: shown.showCompleted ? done : [] }
}

function plain(key: string, todos: readonly Todo[]): TodoGroup {
  return { key, tone: 'plain', todos }
}

/** Without the groups that have nothing in them. */
export function present(groups: readonly TodoGroup[]): TodoGroup[] {
  return groups.filter((group) => group.todos.length > 0)
}
