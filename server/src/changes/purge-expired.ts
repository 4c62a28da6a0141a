import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inPieces, PIECE } from '../db/in-pieces.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import { lockList, updateList } from './list-store.ts'
import {
  deleteEndedSharing,
  deleteOverwrittenBefore,
  deleteRefusedVerdictsBefore,
  deleteTombstonesBefore,
  deleteVerdictsBefore,
  findListsWithOverwrittenBefore,
  findListsWithRefusedVerdictsBefore,
  findListsWithTombstonesBefore,
  findListsWithVerdictsBefore,
} from './purge-store.ts'
import { lowerCounters } from './quota-store.ts'

const DAY_MS = 86_400_000

/**
 * Deletes what only devices need that were away for longer than `limits.syncDays`: tombstones, so that they begin anew,
 * and verdicts; those on refused operations after `limits.refusedVerdictDays`. Piece by piece, so that no writer waits
 * long.
 */
export async function purgeExpiredSync(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.syncDays * DAY_MS
  await purgeTombstonesBefore(db, before)
  for (const { list_id: listId } of await findListsWithVerdictsBefore(db, before)) {
    await inPieces(db, async (tx) => (await deleteVerdictsBefore(tx, listId, before, PIECE)) >= PIECE)
  }
  const refusedBefore = clock() - limits.refusedVerdictDays * DAY_MS
  for (const { list_id: listId } of await findListsWithRefusedVerdictsBefore(db, refusedBefore)) {
    await inPieces(db, async (tx) => (await deleteRefusedVerdictsBefore(tx, listId, refusedBefore, PIECE)) >= PIECE)
  }
}

/**
 * Deletes tombstones from before a moment (milliseconds). A replica that has not seen them yet cannot know any more
 * what it has to drop: the list notes up to which `ver` that is so, as its `floor`.
 */
async function purgeTombstonesBefore(db: Db, moment: number): Promise<void> {
  for (const { list_id: listId } of await findListsWithTombstonesBefore(db, moment)) {
    await inPieces(db, async (tx) => {
      const list = await lockList(tx, listId)
      const deleted = await deleteTombstonesBefore(tx, listId, moment, PIECE)
      await updateList(tx, listId, { floor: Math.max(list?.floor ?? 0, ...deleted) })
      return deleted.length === PIECE
    })
  }
}

/** Deletes texts that were overwritten longer ago than `limits.history.days`, list by list, so that no writer waits. */
export async function purgeExpiredOverwritten(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.history.days * DAY_MS
  for (const { list_id: listId } of await findListsWithOverwrittenBefore(db, before)) {
    await inTransaction(db, async (tx) => {
      await lowerCounters(tx, listId, { todos: 0, bytes: await deleteOverwrittenBefore(tx, listId, before) })
    })
  }
}

/** Deletes invitations that nobody has answered in time, links that nobody has used, and refusals that are over. */
export async function purgeExpiredSharing(db: Db, clock: Clock): Promise<void> {
  await deleteEndedSharing(db, clock())
}
