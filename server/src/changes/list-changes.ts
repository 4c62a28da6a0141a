import { generateKeyBetween } from 'fractional-indexing'
import type { ListPatch, NewList } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { publishAccessChanged, publishListChanged } from './list-events.ts'
import { findLastListPosition, findListPositionsAround, insertList, insertMember, updateMember } from './list-store.ts'
import { requireNotDeleted, requireRight, type LockedList } from './locked-lists.ts'

type NewListRow = { id: string; kind: 'inbox' | 'list'; name: string; color: string | null; position: string }

/** Adds a list and makes the user its owner. Says whether it did: not when the id is in use already. */
async function createList(tx: Tx, userId: string, list: NewListRow, at: number): Promise<boolean> {
  const { position, ...row } = list
  const counters = { head: 1, ver: 1, open_count: 0, todo_count: 0, text_bytes: Buffer.byteLength(list.name) }
  const added = await insertList(tx, { ...row, ...counters, owner_id: userId, created_at: at, deleted_at: null })
  if (!added) return false
  await insertMember(tx, { list_id: list.id, user_id: userId, role: 'owner', position, ver: 1, since: at })
  publishAccessChanged(tx, userId)
  publishListChanged(tx, list.id, counters.head)
  return true
}

/** Gives a new person their Inbox. `at` in milliseconds. */
export async function addInbox(tx: Tx, userId: string, at: number): Promise<void> {
  const position = generateKeyBetween(null, null)
  await createList(tx, userId, { id: newId(), kind: 'inbox', name: 'Inbox', color: null, position }, at)
}

/** `list.put`: a new list, at the end of my lists unless it says where. Says whether it was added. */
export async function putList(
  tx: Tx,
  userId: string,
  id: string,
  fields: Omit<NewList, 'id'>,
  at: number,
): Promise<boolean> {
  const asked = fields.position ?? (await endOfMyLists(tx, userId))
  const position = await shortPosition(tx, { userId, position: asked, except: id })
  const list = { id, kind: 'list' as const, name: fields.name.trim(), color: fields.color ?? null, position }
  return createList(tx, userId, list, at)
}

/** The place behind all lists that a person has, those in the trash, too: they come back to their own. */
export async function endOfMyLists(tx: Tx, userId: string): Promise<string> {
  return generateKeyBetween((await findLastListPosition(tx, userId)) ?? null, null)
}

/** The longest position that is taken as it is. Those that Tally makes at an end have 2 to 10 characters. */
const LONG = 48

/** A position between the same neighbours that is not long: behind a long one others grow until they cannot be sent. */
async function shortPosition(tx: Tx, asked: { userId: string; position: string; except: string }): Promise<string> {
  if (asked.position.length <= LONG) return asked.position
  const [before, after] = await findListPositionsAround(tx, asked)
  if (before === asked.position) return asked.position
  const made = generateKeyBetween(before, after)
  return made.length < asked.position.length ? made : asked.position
}

/** `list.patch`: name and colour are for all members, the position is only mine. */
export async function patchList(tx: Tx, list: LockedList, fields: ListPatch): Promise<void> {
  const { name, color, position } = fields
  const forAll = { ...(name !== undefined && { name: name.trim() }), ...(color !== undefined && { color }) }
  if (Object.keys(forAll).length > 0) {
    requireRight(list, 'rename')
    requireNotDeleted(list)
    if (list.row.kind === 'inbox' && name !== undefined) throw new Problem('inbox-fixed')
    const { name: newName = list.row.name } = forAll
    await list.grow(tx, { bytes: Buffer.byteLength(newName) - Buffer.byteLength(list.row.name) })
    list.set(forAll)
  }
  if (position !== undefined) {
    requireRight(list, 'place')
    const { user_id: userId } = list.member
    const short = await shortPosition(tx, { userId, position, except: list.id })
    await updateMember(tx, list.id, userId, { position: short, ver: list.nextVer })
    list.touch()
  }
}

/** `list.delete`: to the trash, with its todos. */
export function deleteList(list: LockedList, at: number): void {
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  setDeletedAt(list, at)
}

/** `list.restore`: out of the trash, with its todos. */
export function restoreList(list: LockedList): void {
  setDeletedAt(list, null)
}

function setDeletedAt(list: LockedList, at: number | null): void {
  requireRight(list, 'delete')
  if ((list.row.deleted_at === null) !== (at === null)) list.set({ deleted_at: at })
}
