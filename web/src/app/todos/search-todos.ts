import type { Todo } from '@tally/contract'
import { byCompletion, byUrgency } from './todo-views'

/**
 * The todos whose title, notes or labels hold every word of the query, in any order and wherever in a word; case and
 * accents do not matter. Open ones first; among them those with all words in the title. An empty query finds nothing.
 */
export function searchTodos(todos: readonly Todo[], query: string): Todo[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const holds = (text: string) => words.every((word) => text.includes(word))
  const found = todos
    .map((todo) => ({ todo, title: fold(todo.title) }))
    .filter(({ todo, title }) => holds(`${title}\n${fold(todo.notes)}\n${fold(todo.labels.join('\n'))}`))
    .map(({ todo, title }) => ({ todo, inTitle: holds(title) }))
  const open = found.filter(({ todo }) => !todo.completed)
  const completed = found.filter(({ todo }) => todo.completed)
  return [
    ...open.sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || byUrgency(a.todo, b.todo)).map(({ todo }) => todo),
    ...completed.map(({ todo }) => todo).sort(byCompletion),
  ]
}

/** Lower case without accents, so that "creme" finds "Crème". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
