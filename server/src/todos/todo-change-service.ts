import { generateKeyBetween } from 'fractional-indexing'
import type { BatchOperation, TodoDraft, TodoFields } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { invalidInput, Problem } from '../http/problem.ts'
import { isMember, requireWritable, type LockedList } from '../lists/locked-list-service.ts'
import { keepOverwritten } from './keep-overwritten.ts'
import { moveOverwritten } from './overwritten-store.ts'
import { toColumns } from './todo-fields.ts'
import {
  buryTodo,
  findChildren,
  findLastPosition,
  findTodo,
  insertTodo,
  removeTombstone,
  updateTodo,
  type TodoRow,
} from './todo-store.ts'

/** Who changes a todo, and when (milliseconds UTC, by the server's clock). */
export type Change = { userId: string; at: number }

/** `todo.put`: a new todo. A todo with that id that is there already stays as it is: putting again changes nothing. */
export async function putTodo(tx: Tx, list: LockedList, id: string, draft: TodoDraft, change: Change): Promise<void> {
  if (await findTodo(tx, list.id, id)) return
  requireWritable(list)
  await checkReferences(tx, list, id, draft)
  await removeTombstone(tx, list.id, id)
  const columns = toColumns(draft, { completed: 0, completed_at: null, due_on: null }, change.at)
  await insertTodo(tx, {
    ...EMPTY_TODO,
    ...columns,
    title: draft.title,
    list_id: list.id,
    id,
    position: draft.position ?? (await endOfList(tx, list.id)),
    created_at: change.at,
    created_by: change.userId,
    updated_at: change.at,
    ver: list.nextVer,
  })
  list.touch(draft.completed ? 0 : 1)
}

const EMPTY_TODO = {
  notes: '',
  completed: 0,
  completed_at: null,
  due_on: null,
  due_time: null,
  time_zone: null,
  repeat: null,
  priority: 0,
  labels: '[]',
  parent_id: null,
  assignee_id: null,
  deleted_at: null,
}

type Patch = Omit<BatchOperation & { type: 'todo.patch' }, 'type' | 'listId'>

/**
 * `todo.patch`: sets the given fields. Delete beats a late edit: a todo in the trash does not change. A text that is
 * neither `base` nor the new one was written by somebody in the meantime: it goes to the history of the todo.
 */
export async function patchTodo(
  tx: Tx,
  list: LockedList,
  { key: id, fields, base }: Patch,
  change: Change,
): Promise<void> {
  const before = await requireTodo(tx, list, id)
  requireWritable(list)
  if (before.deleted_at !== null) throw new Problem('todo-deleted')
  await checkReferences(tx, list, id, fields)
  const columns = toColumns(fields, before, change.at)
  if (Object.keys(columns).length === 0) return
  if (base) await keepOverwritten(tx, before, { fields, base }, change)
  await updateTodo(tx, list.id, id, { ...columns, updated_at: change.at, ver: list.nextVer })
  list.touch(before.completed - (columns.completed ?? before.completed))
}

/**
 * `todo.complete`: the occurrence of that day is done. A repeating todo may have gone on to another day, as two devices
 * complete the same occurrence: then nothing changes.
 */
export async function completeTodo(
  tx: Tx,
  list: LockedList,
  id: string,
  occurrence: string | null,
  change: Change,
): Promise<void> {
  const before = await requireTodo(tx, list, id)
  requireWritable(list)
  if (before.deleted_at !== null) throw new Problem('todo-deleted')
  const isPast = before.repeat !== null && occurrence !== before.due_on
  if (isPast || before.completed === 1) return
  await patchTodo(tx, list, { key: id, fields: { completed: true } }, change)
}

/** `todo.delete`: to the trash. */
export async function deleteTodo(tx: Tx, list: LockedList, id: string, change: Change): Promise<void> {
  await setDeletedAt(tx, list, id, change.at, change)
}

/** `todo.restore`: out of the trash. */
export async function restoreTodo(tx: Tx, list: LockedList, id: string, change: Change): Promise<void> {
  await setDeletedAt(tx, list, id, null, change)
}

async function setDeletedAt(tx: Tx, list: LockedList, id: string, at: number | null, change: Change): Promise<void> {
  const before = await requireTodo(tx, list, id)
  requireWritable(list)
  if ((before.deleted_at === null) === (at === null)) return
  await updateTodo(tx, list.id, id, { deleted_at: at, updated_at: change.at, ver: list.nextVer })
  const open = 1 - before.completed
  list.touch(at === null ? open : -open)
}

/**
 * `todo.move`: to another list, with everything below it, to the end or the given position. It gets a new `ver` there
 * and leaves a tombstone here. The todo that moves leaves its own parent behind.
 */
export async function moveTodo(
  tx: Tx,
  from: LockedList,
  to: LockedList,
  id: string,
  position: string | undefined,
  change: Change,
): Promise<void> {
  const root = await requireTodo(tx, from, id)
  requireWritable(from)
  requireWritable(to)
  if (root.deleted_at !== null) throw new Problem('todo-deleted')
  if (from.id === to.id) {
    if (position !== undefined) await patchTodo(tx, from, { key: id, fields: { position } }, change)
    return
  }
  const below = await findBelow(tx, from.id, id)
  await moveRow(tx, from, to, { ...root, parent_id: null, position: position ?? (await endOfList(tx, to.id)) }, change)
  for (const row of below) await moveRow(tx, from, to, row, change)
}

async function moveRow(tx: Tx, from: LockedList, to: LockedList, row: TodoRow, change: Change): Promise<void> {
  if (await findTodo(tx, to.id, row.id)) throw new Problem('id-taken')
  const assignee_id = row.assignee_id !== null && (await isMember(tx, to.id, row.assignee_id)) ? row.assignee_id : null
  await buryTodo(tx, from.id, row.id, from.nextVer, change.at)
  await moveOverwritten(tx, from.id, row.id, to.id)
  await removeTombstone(tx, to.id, row.id)
  await insertTodo(tx, { ...row, assignee_id, list_id: to.id, updated_at: change.at, ver: to.nextVer })
  const open = row.completed === 0 && row.deleted_at === null ? 1 : 0
  from.touch(-open)
  to.touch(open)
}

async function findBelow(tx: Tx, listId: string, id: string): Promise<TodoRow[]> {
  const found: TodoRow[] = []
  for (let level = [id]; level.length > 0; ) {
    const children = await findChildren(tx, listId, level)
    found.push(...children)
    level = children.map((child) => child.id)
  }
  return found
}

async function requireTodo(tx: Tx, list: LockedList, id: string): Promise<TodoRow> {
  const row = await findTodo(tx, list.id, id)
  if (!row) throw new Problem('todo-not-found')
  return row
}

async function endOfList(tx: Tx, listId: string): Promise<string> {
  return generateKeyBetween((await findLastPosition(tx, listId)) ?? null, null)
}

/** A parent is another todo of the same list and never below its own child; whoever is assigned is a member. */
async function checkReferences(tx: Tx, list: LockedList, id: string, fields: TodoFields): Promise<void> {
  if (fields.assigneeId && !(await isMember(tx, list.id, fields.assigneeId))) {
    throw invalidInput('/body/assigneeId', 'is not a member of the list')
  }
  for (let above = fields.parentId ?? null; above !== null; ) {
    if (above === id) throw invalidInput('/body/parentId', 'is the todo itself or below it')
    const parent = await findTodo(tx, list.id, above)
    if (!parent) throw invalidInput('/body/parentId', 'is not in the list')
    above = parent.parent_id
  }
}
