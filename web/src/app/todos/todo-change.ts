import type { Todo, TodoPatch } from '@tally/contract'

/** The fields of a todo after a patch, as the server will set them; `now` in milliseconds since 1970. */
export function fieldsAfter(patch: TodoPatch, now: number): Partial<Todo> {
  const completedAt = patch.completed === undefined ? {} : { completedAt: patch.completed ? now : null }
  return { ...patch, ...completedAt, updatedAt: now }
}

/** The patch without what the todo has already; undefined when nothing is left. */
export function realChange(todo: Todo, patch: TodoPatch): TodoPatch | undefined {
  const entries = Object.entries(patch).filter(
    ([field, value]) => JSON.stringify(todo[field as keyof TodoPatch]) !== JSON.stringify(value),
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** The patch that takes another one back. */
export function inverse(todo: Todo, patch: TodoPatch): TodoPatch {
  return Object.fromEntries(Object.keys(patch).map((field) => [field, todo[field as keyof TodoPatch]]))
}

/**
 * What a patch did, in a few words for a toast.
 *
 * @param listName the list it moved to, if it moved
 */
export function changeWords(todo: Todo, patch: TodoPatch, listName: string | undefined): string {
  const name = `“${shortened(todo.title)}”`
  if (patch.completed !== undefined) return patch.completed ? `Completed ${name}` : `Reopened ${name}`
  if (patch.listId !== undefined) return listName ? `Moved ${name} to ${listName}` : `Moved ${name}`
  if (patch.title !== undefined) return `Renamed to “${shortened(patch.title)}”`
  return `Changed ${name}`
}

/** The beginning of a title, for a place with little room. */
export function shortened(title: string): string {
  return title.length <= 40 ? title : `${title.slice(0, 39).trimEnd()}…`
}
