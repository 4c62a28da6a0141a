import type { Todo, TodoFields } from '@tally/contract'
import { isolated } from '../ui/isolated'

/** What texts were before somebody typed others. */
export type TextBase = { readonly title?: string; readonly notes?: string }

/** The fields without what the todo has already; undefined when nothing is left. */
export function realChange(todo: Todo, fields: TodoFields): TodoFields | undefined {
  const entries = Object.entries(fields).filter(
    ([field, value]) => JSON.stringify(todo[field as keyof TodoFields]) !== JSON.stringify(value),
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** The fields that take a change back. */
export function inverse(todo: Todo, fields: TodoFields): TodoFields {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, todo[field as keyof TodoFields]]))
}

/** What a change did, in a few words for a toast. */
export function formatChange(todo: Todo, fields: TodoFields): string {
  const name = `“${shortened(todo.title)}”`
  if (fields.completed !== undefined) return fields.completed ? `Completed ${name}` : `Reopened ${name}`
  if (fields.title !== undefined) return `Renamed to “${shortened(fields.title)}”`
  return `Changed ${name}`
}

/** The beginning of a title, for a place with little room. */
export function shortened(title: string): string {
  return isolated(title.length <= 40 ? title : `${title.slice(0, 39).trimEnd()}…`)
}
