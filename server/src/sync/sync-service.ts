import { sql } from 'kysely'
import type { ProblemCode } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { deleteList, patchList, putList, restoreList } from '../lists/list-change-service.ts'
import { lockMyList, saveLockedList, type LockedList } from '../lists/locked-list-service.ts'
import { deleteTodo, moveTodo, patchTodo, putTodo, restoreTodo, type Change } from '../todos/todo-change-service.ts'
import { listsOf, type BatchedOperations, type Operation, type SingleOperation } from './operation.ts'
import { findOperation, insertOperation } from './operation-store.ts'

/** What became of an operation. `dup` when it was known already: then this is the verdict of the first time. */
export type Verdict = Accepted | Refused
export type Accepted = { id: string; ok: true; ver: number; dup?: true }
export type Refused = { id: string; ok: false; problem: Problem; dup?: true }

/**
 * The one write path: every change of a list or of a todo, whoever asks for it, goes through here, in the caller's
 * transaction. Locks the lists in id order, reads the membership inside the lock, answers a known id with its first
 * verdict, applies, counts up, and stores the verdict with the data. A refused operation leaves nothing but its verdict;
 * what is refused because the list is not mine leaves not even that.
 */
export async function applyOperation(tx: Tx, operation: Operation, change: Change): Promise<Verdict> {
  const { id } = operation
  if (operation.type === 'list.put') return addList(tx, operation, change)
  const lists = new Map<string, LockedList>()
  try {
    for (const listId of listsOf(operation)) lists.set(listId, await lockMyList(tx, change.userId, listId))
  } catch (error) {
    return refusal(id, error)
  }
  const [home] = lists.values()
  if (!home) throw new Error('An operation without a list')
  return (await findVerdict(tx, home.id, operation)) ?? (await decide(tx, operation, lists, home, change))
}

async function decide(
  tx: Tx,
  operation: Exclude<Operation, { type: 'list.put' }>,
  lists: Map<string, LockedList>,
  home: LockedList,
  change: Change,
): Promise<Verdict> {
  const { id } = operation
  const stored = { list_id: home.id, id, user_id: change.userId, at: change.at }
  try {
    await applyWhole(tx, operation, lists, change)
  } catch (error) {
    const refused = refusal(id, error)
    await insertOperation(tx, { ...stored, ver: null, code: refused.problem.code })
    return refused
  }
  for (const list of lists.values()) await saveLockedList(tx, list)
  const ver = home.touched ? home.nextVer : home.row.head
  await insertOperation(tx, { ...stored, ver, code: null })
  return { id, ok: true, ver }
}

/** All of it or nothing. A single operation checks everything before it writes; what takes several steps gets a savepoint. */
async function applyWhole(
  tx: Tx,
  operation: Exclude<SingleOperation, { type: 'list.put' }> | BatchedOperations,
  lists: Map<string, LockedList>,
  change: Change,
): Promise<void> {
  if (operation.type !== 'batch' && operation.type !== 'todo.move') return applyStep(tx, operation, lists, change)
  await sql`savepoint operation`.execute(tx)
  try {
    const steps = operation.type === 'batch' ? operation.ops : [operation]
    for (const step of steps) await applyStep(tx, step, lists, change)
  } catch (error) {
    await sql`rollback to savepoint operation`.execute(tx)
    throw error
  } finally {
    await sql`release savepoint operation`.execute(tx)
  }
}

function applyStep(
  tx: Tx,
  step: Exclude<SingleOperation, { type: 'list.put' }>,
  lists: Map<string, LockedList>,
  change: Change,
): Promise<void> {
  const list = locked(lists, step.listId)
  switch (step.type) {
    case 'todo.put':
      return putTodo(tx, list, step.key, step.fields, change)
    case 'todo.patch':
      return patchTodo(tx, list, step.key, step.fields, change)
    case 'todo.delete':
      return deleteTodo(tx, list, step.key, change)
    case 'todo.restore':
      return restoreTodo(tx, list, step.key, change)
    case 'todo.move':
      return moveTodo(tx, list, locked(lists, step.fields.listId), step.key, step.fields.position, change)
    case 'list.patch':
      return patchList(tx, list, step.fields)
    case 'list.delete':
      return deleteList(tx, list, change.at)
    case 'list.restore':
      return restoreList(tx, list)
  }
}

/** There is no list to lock yet: the insert itself decides who was first. */
async function addList(tx: Tx, operation: Operation & { type: 'list.put' }, change: Change): Promise<Verdict> {
  const { id, listId, fields } = operation
  if (await putList(tx, change.userId, listId, fields, change.at)) {
    await insertOperation(tx, { list_id: listId, id, user_id: change.userId, at: change.at, ver: 1, code: null })
    return { id, ok: true, ver: 1 }
  }
  try {
    const list = await lockMyList(tx, change.userId, listId)
    return (await findVerdict(tx, listId, operation)) ?? { id, ok: true, ver: list.row.head, dup: true }
  } catch (error) {
    return { ...refusal(id, error), problem: new Problem('id-taken') }
  }
}

async function findVerdict(tx: Tx, listId: string, { id }: Operation): Promise<Verdict | undefined> {
  const known = await findOperation(tx, listId, id)
  if (!known) return undefined
  if (known.ver !== null) return { id, ok: true, ver: known.ver, dup: true }
  return { id, ok: false, problem: new Problem(known.code as ProblemCode), dup: true }
}

function refusal(id: string, error: unknown): Refused {
  if (error instanceof Problem) return { id, ok: false, problem: error }
  throw error
}

function locked(lists: Map<string, LockedList>, id: string): LockedList {
  const list = lists.get(id)
  if (!list) throw new Error('A list that was not locked')
  return list
}
