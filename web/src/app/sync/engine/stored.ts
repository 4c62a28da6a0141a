import type { ListInvitation, Todo } from '@tally/contract'
import type { JournalEntry, OutboxEntry, Problem } from './entries.ts'
import type { ReplicaDatabase } from './replica-database.ts'
import type { ServerList, ServerRows } from './rows.ts'
import type { ChangedList } from './tab-news.ts'

/** The operations that are stored here, in their order, and the invitations that some of them answer. */
export type StoredOperations = {
  readonly outbox: readonly OutboxEntry[]
  readonly unseen: readonly JournalEntry[]
  readonly problems: readonly Problem[]
  readonly invitations: readonly ListInvitation[]
  readonly syncedAt: number | undefined
}

/** Reads all rows. */
export function readRows(database: ReplicaDatabase): Promise<ServerRows> {
  return database.run(async (db) => {
    const tx = db.transaction(['lists', 'todos'])
    const [lists, todos] = await Promise.all([tx.objectStore('lists').getAll(), tx.objectStore('todos').getAll()])
    const todosOf = new Map<string, Map<string, Todo>>(lists.map(({ id }) => [id, new Map()]))
    for (const todo of todos) todosOf.get(todo.listId)?.set(todo.id, todo)
    return new Map(lists.map(({ id, ...list }) => [id, { ...list, todos: todosOf.get(id) ?? new Map() }]))
  })
}

/**
 * Reads a list again after it changed: the todos that did, when we knew all others, else all of it.
 *
 * @returns undefined when it is gone
 */
export function readChangedList(
  database: ReplicaDatabase,
  known: ServerList | undefined,
  changed: ChangedList,
): Promise<ServerList | undefined> {
  return database.run(async (db) => {
    const tx = db.transaction(['lists', 'todos'])
    const stored = await tx.objectStore('lists').get(changed.id)
    if (!stored) return undefined
    const { id, ...list } = stored
    if (!known || known.cursor !== changed.from) {
      const all = await tx.objectStore('todos').getAll(IDBKeyRange.bound([id], [id, []]))
      return { ...list, todos: new Map(all.map((todo) => [todo.id, todo])) }
    }
    const todos = new Map(known.todos)
    for (const todoId of changed.todos) {
      const todo = await tx.objectStore('todos').get([id, todoId])
      if (todo) todos.set(todoId, todo)
      else todos.delete(todoId)
    }
    return { ...list, todos }
  })
}

/** Reads the outbox, what of the journal is still shown, the problems, and the invitations. */
export function readOperations(database: ReplicaDatabase): Promise<StoredOperations> {
  return database.run(async (db) => {
    const tx = db.transaction(['meta', 'outbox', 'journal', 'problems'])
    const [outbox, unseen, problems, invitations, syncedAt] = await Promise.all([
      tx.objectStore('outbox').getAll(),
      tx.objectStore('journal').index('unseen').getAll(),
      tx.objectStore('problems').getAll(),
      tx.objectStore('meta').get('invitations'),
      tx.objectStore('meta').get('syncedAt'),
    ])
    return {
      outbox,
      unseen,
      problems,
      invitations: Array.isArray(invitations) ? invitations : [],
      syncedAt: typeof syncedAt === 'number' ? syncedAt : undefined,
    }
  })
}
