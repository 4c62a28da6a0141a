import { limits, type Batch, type NewTodo, type Todo, type TodoPatch } from '@tally/contract'
import { bytesOfTodo } from '../changes/bytes-of-todo.ts'
import { isWritable, type LockedList, type LockedLists } from '../changes/locked-lists.ts'
import { lockLists, makeChange, type Deps } from '../changes/make-change.ts'
import type { TodoOperation } from '../changes/operation.ts'
import type { Tx } from '../db/db.ts'
import type { TodoRow } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { requireInboxId, requireList } from '../lists/list-service.ts'
import { requireMatch, todoEtag } from './todo-etag.ts'
import { findListHeads } from './todo-page-store.ts'
import { findCompletedIds, findListIdOf, findMyTodo } from './todo-store.ts'
import { toTodo } from './to-todo.ts'

/** A todo with its ETag. */
export type TaggedTodo = { readonly todo: Todo; readonly etag: string }

/** One todo of a list of mine; throws Problem `todo-not-found`. */
export async function requireTodo({ db }: Deps, actor: Actor, id: string): Promise<Todo> {
  return toTodo(await requireMyTodo(db, actor, id))
}

/**
 * Adds a todo, or finds the one that has that id in the list. Throws Problem `id-taken` when one in another list has
 * it.
 */
export function addTodo(deps: Deps, actor: Actor, draft: NewTodo): Promise<TaggedTodo & { added: boolean }> {
  const { id = newId(), listId: asked, ...fields } = draft
  return inTransaction(deps.db, async (tx) => {
    const listId = asked ?? (await requireInboxId(tx, actor.userId))
    const lists = await lockLists(tx, deps, actor, [listId])
    const list = lists.require(listId)
    const added = (await list.findTodo(tx, id)) === undefined
    if (added) await makeChange(tx, deps, actor, { type: 'todo.put', listId, key: id, fields }, lists)
    return { ...(await readBack(tx, list, id)), added }
  })
}

/** Changes a todo, and moves it when the patch names another list. */
export function changeTodo(
  deps: Deps,
  actor: Actor,
  id: string,
  patch: TodoPatch,
  ifMatch: string | undefined,
): Promise<TaggedTodo> {
  const { listId: to, ...fields } = patch
  return inTransaction(deps.db, async (tx) => {
    const { lists, list } = await lockTodo(tx, deps, actor, id, { ifMatch, to })
    const { id: listId } = list
    if (to === undefined || to === listId) {
      await makeChange(tx, deps, actor, { type: 'todo.patch', listId, key: id, fields }, lists)
      return readBack(tx, list, id)
    }
    const { position, ...rest } = fields
    const where = { listId: to, ...(position !== undefined && { position }) }
    const ops: TodoOperation[] = [
      { type: 'todo.move', listId, key: id, fields: where },
      { type: 'todo.patch', listId: to, key: id, fields: rest },
    ]
    await makeChange(tx, deps, actor, { type: 'batch', listId, ops }, lists)
    return readBack(tx, lists.require(to), id)
  })
}

/** Moves a todo to the trash. */
export async function deleteTodo(deps: Deps, actor: Actor, id: string, ifMatch: string | undefined): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { lists, list } = await lockTodo(tx, deps, actor, id, { ifMatch })
    await makeChange(tx, deps, actor, { type: 'todo.delete', listId: list.id, key: id }, lists)
  })
}

/** Takes a todo out of the trash. */
export function restoreTodo(deps: Deps, actor: Actor, id: string): Promise<Todo> {
  return inTransaction(deps.db, async (tx) => {
    const { lists, list } = await lockTodo(tx, deps, actor, id)
    await makeChange(tx, deps, actor, { type: 'todo.restore', listId: list.id, key: id }, lists)
    return (await readBack(tx, list, id)).todo
  })
}

/**
 * Makes all the changes or none; answers the todos as they are afterwards. Throws Problem `body-too-large` where they
 * would be more than one answer may hold.
 */
export function changeTodos(deps: Deps, actor: Actor, { operations: ops }: Batch): Promise<Todo[]> {
  const [first] = ops
  if (!first) throw new Error('An empty batch')
  return inTransaction(deps.db, async (tx) => {
    await makeChange(tx, deps, actor, { type: 'batch', listId: first.listId, ops })
    const todos: Todo[] = []
    let bytes = 0
    for (const { key } of ops) {
      const row = await requireMyTodo(tx, actor, key)
      bytes += bytesOfTodo(row)
      if (bytes > limits.answer.bytes) throw new Problem('body-too-large', { detail: 'Make fewer changes at once' })
      todos.push(toTodo(row))
    }
    return todos
  })
}

/**
 * Moves the completed todos of one list, or of all lists in which I may do that, to the trash; answers how many. As
 * many at once as a batch may have, so that nobody waits long. Throws Problem `list-read-only` only for a list that is
 * named.
 */
export async function clearCompleted(deps: Deps, actor: Actor, only: string | undefined): Promise<number> {
  const lists =
    only === undefined
      ? await findListHeads(deps.db, { userId: actor.userId })
      : [await requireList(deps.db, actor.userId, only)]
  let deleted = 0
  for (const { id: listId } of lists) {
    for (let cleared: number = limits.batch.max; cleared === limits.batch.max; deleted += cleared) {
      cleared = await clearSome(deps, actor, listId, only !== undefined)
    }
  }
  return deleted
}

/**
 * Moves a batch of completed todos of a list to the trash; answers how many. None where I may not, unless that
 * `isNamed`.
 */
function clearSome(deps: Deps, actor: Actor, listId: string, isNamed: boolean): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const lists = await lockLists(tx, deps, actor, [listId])
    const list = lists.find(listId)
    if (!isNamed && !(list && isWritable(list))) return 0
    const completed = await findCompletedIds(tx, listId, limits.batch.max)
    if (completed.length === 0) return 0
    const ops = completed.map(({ id }) => ({ type: 'todo.delete' as const, listId, key: id }))
    await makeChange(tx, deps, actor, { type: 'batch', listId, ops }, lists)
    return completed.length
  })
}

/**
 * Locks the list of a todo (and the one it is to go to), and checks that the todo is there and that it matches. It may
 * have moved between being found and being locked: then it is found again where it is now.
 */
async function lockTodo(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  id: string,
  { ifMatch, to }: { ifMatch?: string | undefined; to?: string | undefined } = {},
): Promise<{ lists: LockedLists; list: LockedList }> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const listId = await findListIdOf(tx, id)
    if (listId === undefined) break
    const lists = await lockLists(tx, deps, actor, [listId, to ?? listId])
    const list = lists.find(listId)
    if (!list) break
    const row = await list.findTodo(tx, id)
    if (!row) continue
    if (to !== undefined) lists.require(to)
    requireMatch(ifMatch, todoEtag(toTodo(row), list.row.epoch))
    return { lists, list }
  }
  throw new Problem('todo-not-found')
}

async function requireMyTodo(db: Deps['db'], actor: Actor, id: string): Promise<TodoRow> {
  const row = await findMyTodo(db, actor.userId, id)
  if (!row) throw new Problem('todo-not-found')
  return row
}

async function readBack(tx: Tx, list: LockedList, id: string): Promise<TaggedTodo> {
  const row = await list.findTodo(tx, id)
  if (!row) throw new Error('A todo vanished inside its transaction')
  const todo = toTodo(row)
  return { todo, etag: todoEtag(todo, list.row.epoch) }
}
