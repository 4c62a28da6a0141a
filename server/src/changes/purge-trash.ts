import { limits } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import { inPieces, PIECE } from '../db/in-pieces.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import { publishAccessChanged, publishListChanged } from './list-events.ts'
import { lockList, updateList } from './list-store.ts'
import { findMembersOf } from './member-store.ts'
import { removeOverwritten } from './overwritten-store.ts'
import {
  deleteMemberRows,
  erasePartOfList,
  findDeletedBefore,
  findListsDeletedBefore,
  findListsOfNobody,
  findListsWithDeletedBefore,
} from './purge-store.ts'
import { lowerCounters } from './quota-store.ts'
import { deleteLeavingTombstone } from './todo-store.ts'

const DAY_MS = 86_400_000

/** Removes for good what has been in the trash for longer than `limits.trashDays`. */
export async function purgeExpiredTrash(db: Db, clock: Clock): Promise<void> {
  const now = clock()
  const before = now - limits.trashDays * DAY_MS
  await eraseListsDeletedBefore(db, before)
  await purgeTodosDeletedBefore(db, before, now)
}

/**
 * Removes lists for good that were deleted before a moment (milliseconds), with their todos: they are taken away from
 * everybody, and then removed in pieces, as are those that nobody has for another reason.
 */
async function eraseListsDeletedBefore(db: Db, moment: number): Promise<void> {
  for (const { id } of await findListsDeletedBefore(db, moment)) {
    await inTransaction(db, async (tx) => {
      const list = await lockList(tx, id)
      // Somebody may have restored it in the meantime.
      const deletedAt = list?.deleted_at ?? null
      if (deletedAt === null || deletedAt >= moment) return
      for (const { user_id: userId } of await findMembersOf(tx, [id])) publishAccessChanged(tx, userId)
      await deleteMemberRows(tx, id)
    })
  }
  await eraseListsOfNobody(db)
}

/** Removes the lists that nobody has with all that belongs to them, in pieces. */
export async function eraseListsOfNobody(db: Db): Promise<void> {
  for (const { id } of await findListsOfNobody(db)) await inPieces(db, (tx) => erasePartOfList(tx, id, PIECE))
}

/**
 * Takes todos out of the trash for good that were deleted before `moment`; `at` is now (milliseconds). Replicas hear of
 * it: each leaves a tombstone under a new `ver` of its list. Piece by piece, so that no writer waits long.
 */
async function purgeTodosDeletedBefore(db: Db, moment: number, at: number): Promise<void> {
  for (const { list_id: listId } of await findListsWithDeletedBefore(db, moment)) {
    await inPieces(db, async (tx) => {
      const ver = await bumpVersion(tx, listId)
      if (ver === undefined) return false
      const todos = await findDeletedBefore(tx, listId, moment, PIECE)
      let bytes = 0
      for (const todo of todos) {
        await deleteLeavingTombstone(tx, listId, todo.id, ver, at)
        bytes += todo.bytes + (await removeOverwritten(tx, listId, todo.id))
      }
      await lowerCounters(tx, listId, { todos: todos.length, bytes })
      return todos.length === PIECE
    })
  }
}

/**
 * Locks a list for what Tally itself does in it, and returns the `ver` of that change; undefined when the list is gone,
 * as one may be that was found before.
 */
async function bumpVersion(tx: Tx, id: string): Promise<number | undefined> {
  const row = await lockList(tx, id)
  if (!row) return undefined
  const ver = row.head + 1
  await updateList(tx, id, { head: ver })
  publishListChanged(tx, id, ver)
  return ver
}
