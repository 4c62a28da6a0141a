import { generateKeyBetween } from 'fractional-indexing'
import type { ListPatch, NewList } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { findMyLists, insertList, insertMember, updateList, updateMember } from './list-store.ts'
import { requireDeletable, requireWritable, type LockedList } from './locked-list-service.ts'

type NewListRow = { id: string; kind: 'inbox' | 'list'; name: string; color: string | null; position: string }

/** Adds a list and makes the user its owner. Says whether it did: not when the id is in use already. */
export async function createList(tx: Tx, userId: string, list: NewListRow, at: number): Promise<boolean> {
  const { position, ...row } = list
  const counters = { head: 1, ver: 1, open_count: 0 }
  const added = await insertList(tx, { ...row, ...counters, owner_id: userId, created_at: at, deleted_at: null })
  if (added) await insertMember(tx, { list_id: list.id, user_id: userId, role: 'owner', position, ver: 1 })
  return added
}

/** `list.put`: a new list, at the end of my lists unless it says where. Says whether it was added. */
export async function putList(
  tx: Tx,
  userId: string,
  id: string,
  fields: Omit<NewList, 'id'>,
  at: number,
): Promise<boolean> {
  const position = fields.position ?? (await endOfMyLists(tx, userId))
  return createList(tx, userId, { id, kind: 'list', name: fields.name, color: fields.color ?? null, position }, at)
}

async function endOfMyLists(tx: Tx, userId: string): Promise<string> {
  const positions = (await findMyLists(tx, userId, false)).map((list) => list.my_position)
  return generateKeyBetween(positions.sort().at(-1) ?? null, null)
}

/** `list.patch`: name and colour are for all members, the position is only mine. */
export async function patchList(tx: Tx, list: LockedList, fields: ListPatch): Promise<void> {
  const { name, color, position } = fields
  const forAll = { ...(name !== undefined && { name }), ...(color !== undefined && { color }) }
  if (Object.keys(forAll).length > 0) {
    requireWritable(list)
    if (list.row.kind === 'inbox' && name !== undefined) throw new Problem('inbox-fixed')
    await updateList(tx, list.id, { ...forAll, ver: list.nextVer })
    list.touch()
  }
  if (position !== undefined) {
    await updateMember(tx, list.id, list.member.user_id, { position, ver: list.nextVer })
    list.touch()
  }
}

/** `list.delete`: to the trash, with its todos. */
export async function deleteList(tx: Tx, list: LockedList, at: number): Promise<void> {
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  await setDeletedAt(tx, list, at)
}

/** `list.restore`: out of the trash, with its todos. */
export async function restoreList(tx: Tx, list: LockedList): Promise<void> {
  await setDeletedAt(tx, list, null)
}

async function setDeletedAt(tx: Tx, list: LockedList, at: number | null): Promise<void> {
  requireDeletable(list)
  if ((list.row.deleted_at === null) === (at === null)) return
  await updateList(tx, list.id, { deleted_at: at, ver: list.nextVer })
  list.touch()
}
