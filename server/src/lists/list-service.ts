import { generateKeyBetween } from 'fractional-indexing'
import type { List, ListPatch, NewList } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import { inPieces, PIECE } from '../db/in-pieces.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { change, type Ground } from '../changes/make-change.ts'
import type { ListOperation } from '../changes/operation.ts'
import { createList } from '../changes/list-changes.ts'
import { noteAccess } from '../changes/list-events.ts'
import {
  deleteMemberRows,
  erasePartOfList,
  findAllMyLists,
  findInboxId,
  findListsOfNobody,
  findListsDeletedBefore,
  findMyList,
  findMyLists,
  lockList,
} from '../changes/list-store.ts'
import { findMembersOf } from '../changes/member-store.ts'
import { inOrder, toList } from './to-list.ts'

/** My lists in my order, or those in the trash. */
export async function listLists(db: Db, userId: string, deleted: boolean): Promise<List[]> {
  return (await findMyLists(db, userId, deleted)).map(toList).sort(inOrder)
}

/** A list with what a replica of it needs: `placedAt` is the `ver` at which my place or role in it changed. */
export type MyList = { list: List; head: number; floor: number; placedAt: number }

/** All my lists, those in the trash, too, in the order of their ids. */
export async function readAllMyLists(db: Db, userId: string): Promise<MyList[]> {
  const rows = await findAllMyLists(db, { userId })
  return rows.map((row) => ({ list: toList(row), head: row.head, floor: row.floor, placedAt: row.my_ver }))
}

/** One of my lists; throws Problem `list-not-found`. */
export async function requireList(db: Db, userId: string, id: string): Promise<List> {
  const row = await findMyList(db, userId, id)
  if (!row) throw new Problem('list-not-found')
  return toList(row)
}

/** The id of the list where a todo goes that names none. */
export async function requireInboxId(db: Db, userId: string): Promise<string> {
  const inbox = await findInboxId(db, userId)
  if (!inbox) throw new Error('A person without an Inbox')
  return inbox.id
}

/** Adds a list of mine, or finds the one I have under that id. Throws Problem `id-taken` when it is somebody else's. */
export async function addList(ground: Ground, actor: Actor, draft: NewList): Promise<{ list: List; added: boolean }> {
  const { id = newId(), ...fields } = draft
  return inTransaction(ground.db, async (tx) => {
    const known = await findMyList(tx, actor.userId, id)
    if (known) return { list: toList(known), added: false }
    const { dup } = await change(tx, ground, actor, { type: 'list.put', listId: id, fields })
    return { list: await requireList(tx, actor.userId, id), added: !dup }
  })
}

export async function changeList(ground: Ground, actor: Actor, id: string, patch: ListPatch): Promise<List> {
  return changeAndRead(ground, actor, { type: 'list.patch', listId: id, fields: patch })
}

export async function deleteList(ground: Ground, actor: Actor, id: string): Promise<void> {
  await changeAndRead(ground, actor, { type: 'list.delete', listId: id })
}

export async function restoreList(ground: Ground, actor: Actor, id: string): Promise<List> {
  return changeAndRead(ground, actor, { type: 'list.restore', listId: id })
}

function changeAndRead(ground: Ground, actor: Actor, operation: ListOperation): Promise<List> {
  return inTransaction(ground.db, async (tx) => {
    await change(tx, ground, actor, operation)
    return requireList(tx, actor.userId, operation.listId)
  })
}

/** Gives a new person their Inbox. */
export async function addInbox(tx: Tx, userId: string, at: number): Promise<void> {
  const position = generateKeyBetween(null, null)
  await createList(tx, userId, { id: newId(), kind: 'inbox', name: 'Inbox', color: null, position }, at)
}

/**
 * Removes lists for good that were deleted before a moment (milliseconds), with their todos: they are taken away from
 * everybody, and then removed in pieces, as are those that nobody has for another reason.
 */
export async function eraseListsDeletedBefore(db: Db, moment: number): Promise<void> {
  for (const { id } of await findListsDeletedBefore(db, moment)) {
    await inTransaction(db, async (tx) => {
      const list = await lockList(tx, id)
      // Somebody may have restored it in the meantime.
      const deletedAt = list?.deleted_at ?? null
      if (deletedAt === null || deletedAt >= moment) return
      for (const { user_id: userId } of await findMembersOf(tx, [id])) noteAccess(tx, userId)
      await deleteMemberRows(tx, id)
    })
  }
  await eraseListsOfNobody(db)
}

/** Removes the lists that nobody has with all that belongs to them, in pieces. */
export async function eraseListsOfNobody(db: Db): Promise<void> {
  for (const { id } of await findListsOfNobody(db)) await inPieces(db, (tx) => erasePartOfList(tx, id, PIECE))
}
