import type { List, ListChanges, Member, Todo } from '@tally/contract'

/** A list with everything that is in it. */
export type ListRows = {
  readonly list: List
  readonly members: readonly Member[]
  /** Its todos by their id, those in the trash, too. */
  readonly todos: ReadonlyMap<string, Todo>
}

/** Lists by their id. */
export type Rows = ReadonlyMap<string, ListRows>

/** A list as the server told it. */
export type ServerList = ListRows & {
  /** Up to where this device knows the list; undefined when it must be read anew, as after a change of the epoch. */
  readonly cursor: string | undefined
  /** The highest `ver` seen in it: a hint that is not above it tells nothing new. */
  readonly head: number
}
export type ServerRows = ReadonlyMap<string, ServerList>

/** What of a list is stored beside its todos. */
export type StoredList = Omit<ServerList, 'todos'> & { readonly id: string }

/**
 * What is stored of a list after a pull, without its todos.
 *
 * @param known what is stored of it now
 * @returns undefined when the server told changes of a list that it never told of
 */
export function listAfter(known: Omit<StoredList, 'id'> | undefined, changes: ListChanges): StoredList | undefined {
  const { id, role, rows, cursor } = changes
  const list = rows.list ?? known?.list
  if (!list) return undefined
  return {
    id,
    cursor,
    list: list.role === role ? list : { ...list, role },
    members: rows.members ?? known?.members ?? [],
    head: Math.max(known?.head ?? 0, list.ver, ...highest(rows.members), ...highest(rows.todos)),
  }
}

/** The todos of a list after a pull. Those that did not change keep their identity. */
export function todosAfter(known: ReadonlyMap<string, Todo>, changes: ListChanges): ReadonlyMap<string, Todo> {
  if (!changes.reset && changes.rows.todos.length === 0) return known
  const todos = new Map(changes.reset ? [] : known)
  for (const todo of changes.rows.todos) {
    if ('gone' in todo) todos.delete(todo.id)
    else if (todos.get(todo.id)?.ver !== todo.ver) todos.set(todo.id, todo)
  }
  return todos
}

/** The highest `ver`, in an array that is empty when there is none: a spread of thousands would overflow the stack. */
function highest(rows: readonly { readonly ver: number }[] = []): number[] {
  return rows.length === 0 ? [] : [rows.reduce((most, { ver }) => Math.max(most, ver), 0)]
}
