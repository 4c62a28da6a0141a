import type { Todo } from '@tally/contract'
import { foldText } from '@tally/contract/fold-text'
import { byCompletion, byUrgency } from './todo-views'

/**
 * The todos whose title, notes or labels hold every word of the query, in any order and wherever in a word, however
 * they are written (see `foldText`). Open ones first; among them those with all words in the title. An empty query
 * finds nothing.
 */
export function searchTodos(todos: readonly Todo[], query: string): Todo[] {
  const words = foldText(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const holds = (text: string) => words.every((word) => text.includes(word))
  const found = todos
    .map((todo) => ({ todo, folded: foldedTodo(todo) }))
    .filter(({ folded }) => holds(folded.text))
    .map(({ todo, folded }) => ({ todo, inTitle: holds(folded.title) }))
  const open = found.filter(({ todo }) => !todo.completed)
  const completed = found.filter(({ todo }) => todo.completed)
  return [
    ...open.sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || byUrgency(a.todo, b.todo)).map(({ todo }) => todo),
    ...completed.map(({ todo }) => todo).sort(byCompletion),
  ]
}

type FoldedTodo = { readonly title: string; readonly text: string }

/**
 * A todo that changes is another object: what was folded of this one stays true, and is not folded again at the next
 * letter.
 */
const known = new WeakMap<Todo, FoldedTodo>()

function foldedTodo(todo: Todo): FoldedTodo {
  const before = known.get(todo)
  if (before) return before
  const title = foldText(todo.title)
  const folded = { title, text: [title, foldText(todo.notes), ...todo.labels.map(foldText)].join('\n') }
  known.set(todo, folded)
  return folded
}
