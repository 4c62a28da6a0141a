import { generateKeyBetween } from 'fractional-indexing'
import type { BatchOperation, TodoDraft, TodoFields } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import type { TodoRow } from '../db/schema.ts'
import { newId } from '../http/id.ts'
import { invalidInput, Problem } from '../http/problem.ts'
import { haveSameMembers, isMember, requireWritable, type LockedList } from './locked-lists.ts'
import { bytesOfTexts, bytesOfTodo } from './bytes-of-todo.ts'
import { findUnseen, keepOverwritten } from './keep-overwritten.ts'
import { moveOverwritten, removeOverwritten } from './overwritten-store.ts'
import { foldedTodo, toColumns } from './todo-fields.ts'
import { findBelow, requirePlaceBelow } from './todo-tree.ts'
import { removeTombstone } from './todo-store.ts'
import { findLastPosition } from './position-store.ts'

/** Who changes a todo, and when (milliseconds UTC, by the server's clock). */
export type Change = { userId: string; at: number }

/**
 * `todo.put`: a new todo. A todo with that id that is there already stays as it is: putting again changes nothing. One
 * in another list, whoever has that, is another todo: throws Problem `id-taken`.
 */
export async function putTodo(tx: Tx, list: LockedList, id: string, draft: TodoDraft, change: Change): Promise<void> {
  if (await list.findTodo(tx, id)) return
  requireWritable(list)
  await checkReferences(tx, list, id, draft)
  const columns = toColumns(draft, { completed: 0, completed_at: null, due_on: null }, change.at)
  const todo = { ...EMPTY_TODO, title: '', ...columns }
  await list.grow(tx, { todos: 1, bytes: bytesOfTodo(todo) })
  const position = draft.position ?? (await endOfList(tx, list.id))
  const isAdded = await list.insertTodo(tx, {
    ...todo,
    ...foldedTodo(todo),
    list_id: list.id,
    id,
    position,
    created_at: change.at,
    created_by: change.userId,
    updated_at: change.at,
    ver: list.nextVer,
  })
  if (!isAdded) throw new Problem('id-taken')
  await removeTombstone(tx, list.id, id)
  list.touch(draft.completed ? 0 : 1)
  list.place(position)
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
  const unseen = findUnseen(before, { fields, base })
  const bytes = bytesOfTodo({ ...before, ...columns }) - bytesOfTodo(before) + bytesOfTexts(unseen)
  await list.grow(tx, { bytes })
  await list.grow(tx, { bytes: -(await keepOverwritten(tx, before, unseen, change)) })
  const { title, notes, labels, position } = columns
  const isReworded = title !== undefined || notes !== undefined || labels !== undefined
  const folded = isReworded ? foldedTodo({ ...before, ...columns }) : {}
  await list.updateTodo(tx, before, { ...columns, ...folded, updated_at: change.at, ver: list.nextVer })
  list.touch(before.completed - (columns.completed ?? before.completed))
  if (position !== undefined) list.place(position)
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
  await list.updateTodo(tx, before, { deleted_at: at, updated_at: change.at, ver: list.nextVer })
  const open = 1 - before.completed
  list.touch(at === null ? open : -open)
}

/**
 * `todo.move`: to another list, with everything below it, to the end or the given position. It gets a new `ver` there
 * and leaves a tombstone here. The todo that moves leaves its own parent behind, and its earlier texts unless the same
 * people have both lists: what somebody once wrote is for those who had the list then. Where an editor takes it to a
 * list that the owner does not have, a copy goes to the trash here, so that the owner can take it back.
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
  const rows = [root, ...(await readBelow(tx, from, id))]
  const isTakenAway = from.member.role !== 'owner' && !(await isMember(tx, to.id, from.row.owner_id))
  const copies = isTakenAway ? await leaveCopies(tx, from, rows, change) : undefined
  const textsGoAlong = await haveSameMembers(tx, from.id, to.id)
  const place = { parent_id: null, position: position ?? (await endOfList(tx, to.id)) }
  to.place(place.position)
  for (const row of rows) {
    const here = { listId: from.id, todoId: row.id }
    const copyId = copies?.get(row.id)
    const bytes = bytesOfTodo(row)
    if (textsGoAlong) {
      const texts = await moveOverwritten(tx, here, { listId: to.id, todoId: row.id })
      await from.grow(tx, { todos: -1, bytes: -bytes - texts })
      await to.grow(tx, { todos: 1, bytes: bytes + texts })
    } else if (copyId !== undefined) {
      // What is left here is as much as was there.
      await moveOverwritten(tx, here, { listId: from.id, todoId: copyId })
      await to.grow(tx, { todos: 1, bytes })
    } else {
      await from.grow(tx, { todos: -1, bytes: -bytes - (await removeOverwritten(tx, from.id, row.id)) })
      await to.grow(tx, { todos: 1, bytes })
    }
    await moveRow(tx, from, to, row === root ? { ...root, ...place } : row, change)
  }
}

async function moveRow(tx: Tx, from: LockedList, to: LockedList, row: TodoRow, change: Change): Promise<void> {
  const assignee_id = row.assignee_id !== null && (await isMember(tx, to.id, row.assignee_id)) ? row.assignee_id : null
  await from.removeTodo(tx, row.id, change.at)
  await removeTombstone(tx, to.id, row.id)
  const moved = { ...row, assignee_id, list_id: to.id, updated_at: change.at, ver: to.nextVer }
  if (!(await to.insertTodo(tx, moved))) throw new Error('The id of a todo that moved was taken meanwhile')
  const open = row.completed === 0 && row.deleted_at === null ? 1 : 0
  from.touch(-open)
  to.touch(open)
}

/** Copies todos into the trash of their list, under new ids, which it gives by the old ones. */
async function leaveCopies(
  tx: Tx,
  list: LockedList,
  rows: readonly TodoRow[],
  change: Change,
): Promise<Map<string, string>> {
  const ids = new Map(rows.map(({ id }) => [id, newId()]))
  for (const row of rows) {
    const parent_id = row.parent_id === null ? null : (ids.get(row.parent_id) ?? row.parent_id)
    const kept = { deleted_at: row.deleted_at ?? change.at, updated_at: change.at, ver: list.nextVer }
    await list.insertTodo(tx, { ...row, ...kept, id: ids.get(row.id) ?? newId(), parent_id })
  }
  return ids
}

async function readBelow(tx: Tx, list: LockedList, id: string): Promise<TodoRow[]> {
  const rows: TodoRow[] = []
  for (const each of (await findBelow(tx, list.id, id)).ids) rows.push(await requireTodo(tx, list, each))
  return rows
}

async function requireTodo(tx: Tx, list: LockedList, id: string): Promise<TodoRow> {
  const row = await list.findTodo(tx, id)
  if (!row) throw new Problem('todo-not-found')
  return row
}

async function endOfList(tx: Tx, listId: string): Promise<string> {
  return generateKeyBetween((await findLastPosition(tx, listId)) ?? null, null)
}

/** A parent is one that may have the todo below it; whoever is assigned is a member. */
async function checkReferences(tx: Tx, list: LockedList, id: string, fields: TodoFields): Promise<void> {
  if (fields.assigneeId && !(await isMember(tx, list.id, fields.assigneeId))) {
    throw invalidInput('/body/assigneeId', 'is not a member of the list')
  }
  if (fields.parentId) await requirePlaceBelow(tx, list.id, id, fields.parentId)
}
