import type { Todo } from '@tally/contract'

/** Names one todo among all that are on this device: the id of its list and its own, with a dot between them. */
export function keyOf({ listId, id }: Pick<Todo, 'listId' | 'id'>): string {
  return `${listId}.${id}`
}

/** What a key names. A link of before had the id alone, without a list. */
export function readKey(key: string): { readonly listId: string | undefined; readonly id: string } {
  const dot = key.indexOf('.')
  return dot < 0 ? { listId: undefined, id: key } : { listId: key.slice(0, dot), id: key.slice(dot + 1) }
}
