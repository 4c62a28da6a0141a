import { limits, type Batch, type NewTodo, type Todo, type TodoPatch } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { readEpoch } from '../db/epoch.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { requireInboxId, requireList } from '../lists/list-service.ts'
import { isWritable, lockMyList, LockedLists } from '../changes/locked-lists.ts'
import { findListHeads } from './todo-page-store.ts'
import { change, type Ground } from '../changes/make-change.ts'
import type { TodoOperation } from '../changes/operation.ts'
import { bytesOfTodo } from '../changes/bytes-of-todo.ts'
import { findCompletedIds, findMyTodo, findTodo, type TodoRow } from '../changes/todo-store.ts'
import { requireMatch, todoEtag } from './todo-etag.ts'
import { toTodo } from './to-todo.ts'

/** One todo of a list of mine; throws Problem `todo-not-found`. */
export async function requireTodo({ db }: Ground, actor: Actor, id: string): Promise<Todo> {
  return toTodo(await requireMyTodo(db, actor, id))
}

/**
 * Adds a todo, or finds the one that has that id in the list. Throws Problem `id-taken` when one in another list has
 * it.
 */
export function addTodo(ground: Ground, actor: Actor, draft: NewTodo): Promise<{ todo: Todo; added: boolean }> {
  const { id = newId(), listId, ...fields } = draft
  return inTransaction(ground.db, async (tx) => {
    const list = await lockMyList(tx, actor.userId, listId ?? (await requireInboxId(tx, actor.userId)))
    const known = await findTodo(tx, list.id, id)
    if (known) return { todo: toTodo(known), added: false }
    await change(tx, ground, actor, { type: 'todo.put', listId: list.id, key: id, fields })
    return { todo: await readBack(tx, list.id, id), added: true }
  })
}

/** Changes a todo, and moves it when the patch names another list. */
export function changeTodo(
  ground: Ground,
  actor: Actor,
  id: string,
  patch: TodoPatch,
  ifMatch: string | undefined,
): Promise<Todo> {
  const { listId: to, ...fields } = patch
  return inTransaction(ground.db, async (tx) => {
    const { list_id: listId } = await lockTodo(tx, actor, id, ifMatch, to)
    if (to === undefined || to === listId) {
      await change(tx, ground, actor, { type: 'todo.patch', listId, key: id, fields })
      return readBack(tx, listId, id)
    }
    const { position, ...rest } = fields
    const where = { listId: to, ...(position !== undefined && { position }) }
    const ops: TodoOperation[] = [
      { type: 'todo.move', listId, key: id, fields: where },
      { type: 'todo.patch', listId: to, key: id, fields: rest },
    ]
    await change(tx, ground, actor, { type: 'batch', listId, ops })
    return readBack(tx, to, id)
  })
}

/** Moves a todo to the trash. */
export async function deleteTodo(ground: Ground, actor: Actor, id: string, ifMatch: string | undefined): Promise<void> {
  await inTransaction(ground.db, async (tx) => {
    const { list_id: listId } = await lockTodo(tx, actor, id, ifMatch)
    await change(tx, ground, actor, { type: 'todo.delete', listId, key: id })
  })
}

/** Takes a todo out of the trash. */
export function restoreTodo(ground: Ground, actor: Actor, id: string): Promise<Todo> {
  return inTransaction(ground.db, async (tx) => {
    const { list_id: listId } = await lockTodo(tx, actor, id)
    await change(tx, ground, actor, { type: 'todo.restore', listId, key: id })
    return readBack(tx, listId, id)
  })
}

/**
 * Makes all the changes or none; answers the todos as they are afterwards. Throws Problem `body-too-large` where they
 * would be more than one answer may hold.
 */
export function changeTodos(ground: Ground, actor: Actor, { operations: ops }: Batch): Promise<Todo[]> {
  const [first] = ops
  if (!first) throw new Error('An empty batch')
  return inTransaction(ground.db, async (tx) => {
    await change(tx, ground, actor, { type: 'batch', listId: first.listId, ops })
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
export async function clearCompleted(ground: Ground, actor: Actor, only: string | undefined): Promise<number> {
  const lists =
    only === undefined
      ? await findListHeads(ground.db, { userId: actor.userId })
      : [await requireList(ground.db, actor.userId, only)]
  let deleted = 0
  for (const { id: listId } of lists) {
    for (let cleared: number = limits.batch.max; cleared === limits.batch.max; deleted += cleared) {
      cleared = await clearSome(ground, actor, listId, only !== undefined)
    }
  }
  return deleted
}

/**
 * Moves a batch of completed todos of a list to the trash; answers how many. None where I may not, unless that
 * `isNamed`.
 */
function clearSome(ground: Ground, actor: Actor, listId: string, isNamed: boolean): Promise<number> {
  return inTransaction(ground.db, async (tx) => {
    const list = (await LockedLists.lock(tx, actor.userId, [listId])).find(listId)
    if (!isNamed && !(list && isWritable(list))) return 0
    const completed = await findCompletedIds(tx, listId, limits.batch.max)
    if (completed.length === 0) return 0
    const ops = completed.map(({ id }) => ({ type: 'todo.delete' as const, listId, key: id }))
    await change(tx, ground, actor, { type: 'batch', listId, ops })
    return completed.length
  })
}

/**
 * Locks the list (and where the todo is to go) in id order, then reads the todo. It may have moved between being found
 * and being locked: then it is found again where it is now.
 */
async function lockTodo(tx: Tx, actor: Actor, id: string, ifMatch?: string, to?: string): Promise<TodoRow> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const found = await requireMyTodo(tx, actor, id)
    const lists = await LockedLists.lock(tx, actor.userId, [found.list_id, to ?? found.list_id])
    const row = lists.find(found.list_id) && (await findTodo(tx, found.list_id, id))
    if (!row) continue
    if (to !== undefined) lists.require(to)
    if (ifMatch !== undefined) requireMatch(ifMatch, todoEtag(toTodo(row), await readEpoch(tx)))
    return row
  }
  throw new Problem('todo-not-found')
}

async function requireMyTodo(db: Ground['db'], actor: Actor, id: string): Promise<TodoRow> {
  const row = await findMyTodo(db, actor.userId, id)
  if (!row) throw new Problem('todo-not-found')
  return row
}

async function readBack(tx: Tx, listId: string, id: string): Promise<Todo> {
  const row = await findTodo(tx, listId, id)
  if (!row) throw new Error('A todo vanished inside its transaction')
  return toTodo(row)
}
