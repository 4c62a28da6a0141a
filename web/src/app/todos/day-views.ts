import type { Todo } from '@tally/contract'
import { dayOf, type Day } from '../device/today'
import { dayHeading } from './due-date/due-date'
import { dueHere } from './due-date/due-here'
import { byCompletion, byUrgency, completed, present, standing, type Shown, type TodoGroup } from './todo-views'

/** What was completed today, where the person is; the latest first. */
export function finishedOn(todos: readonly Todo[], day: Day): Todo[] {
  return todos
    .filter((todo) => todo.completedAt !== null && dayOf(new Date(todo.completedAt)) === day)
    .sort(byCompletion)
}

/** What is overdue, what is for today, and what was finished today. */
export function todayGroups(todos: readonly Todo[], today: Day, shown: Shown, zone?: string): TodoGroup[] {
  const due = standing(todos, shown)
    .filter((todo) => todo.dueOn !== null)
    .sort((a, b) => byUrgency(a, b, zone))
  const overdue = due.filter((todo) => dayHere(todo, zone) < today)
  const forToday = due.filter((todo) => dayHere(todo, zone) === today)
  const todayHeading = overdue.length > 0 ? { heading: 'Today' } : {}
  return present([
    { key: 'overdue', heading: 'Overdue', tone: 'overdue', todos: overdue },
    { key: 'today', ...todayHeading, tone: 'plain', day: today, todos: forToday },
    completed(finishedOn(todos, today), shown),
  ])
}

/** What comes after today, day by day. */
export function upcomingGroups(
  todos: readonly Todo[],
  today: Day,
  shown: Shown,
  locale?: string,
  zone?: string,
): TodoGroup[] {
  const days = Map.groupBy(
    standing(todos, shown)
      .filter((todo) => dayHere(todo, zone) > today)
      .sort((a, b) => byUrgency(a, b, zone)),
    (todo) => dayHere(todo, zone),
  )
  return Array.from(days, ([day, dayTodos]) => ({
    key: day,
    heading: dayHeading(day, today, locale),
    tone: 'plain',
    day,
    todos: dayTodos,
  }))
}

/** The day a todo is due where the person is; empty when it is due on none. */
function dayHere(todo: Todo, zone?: string): Day {
  return dueHere(todo, zone).dueOn ?? ''
}
