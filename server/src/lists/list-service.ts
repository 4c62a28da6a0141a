import type { List, ListPatch, NewList } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { makeChange, type Deps } from '../changes/make-change.ts'
import type { ListOperation } from '../changes/operation.ts'
import { findAllMyLists, findInboxId, findMyList, findMyLists } from './list-store.ts'
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
export async function addList(deps: Deps, actor: Actor, draft: NewList): Promise<{ list: List; added: boolean }> {
  const { id = newId(), ...fields } = draft
  return inTransaction(deps.db, async (tx) => {
    const known = await findMyList(tx, actor.userId, id)
    if (known) return { list: toList(known), added: false }
    const { dup } = await makeChange(tx, deps, actor, { type: 'list.put', listId: id, fields })
    return { list: await requireList(tx, actor.userId, id), added: !dup }
  })
}

export async function changeList(deps: Deps, actor: Actor, id: string, patch: ListPatch): Promise<List> {
  return changeAndRead(deps, actor, { type: 'list.patch', listId: id, fields: patch })
}

export async function deleteList(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changeAndRead(deps, actor, { type: 'list.delete', listId: id })
}

export async function restoreList(deps: Deps, actor: Actor, id: string): Promise<List> {
  return changeAndRead(deps, actor, { type: 'list.restore', listId: id })
}

function changeAndRead(deps: Deps, actor: Actor, operation: ListOperation): Promise<List> {
  return inTransaction(deps.db, async (tx) => {
    await makeChange(tx, deps, actor, operation)
    return requireList(tx, actor.userId, operation.listId)
  })
}
