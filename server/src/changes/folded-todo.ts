import { foldText } from '@tally/contract/fold-text'
import { labelKey } from '@tally/contract/labels'
import type { TodoRow } from '../db/schema.ts'

/** What a search reads of a todo. It is made when the todo is written, and changes only with its texts and labels. */
export function foldedTodo(todo: Pick<TodoRow, 'title' | 'notes' | 'labels'>): Pick<TodoRow, 'folded' | 'label_keys'> {
  const labels = JSON.parse(todo.labels) as string[]
  const folded = foldText([todo.title, todo.notes, ...labels].join('\n'))
  return { folded, label_keys: JSON.stringify(labels.map(labelKey)) }
}
