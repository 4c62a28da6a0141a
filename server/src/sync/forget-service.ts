import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inPieces, PIECE } from '../db/in-pieces.ts'
import type { Clock } from '../http/clock.ts'
import { forgetTombstonesBefore } from '../todos/todo-purge-service.ts'
import {
  findListsWithOperationsBefore,
  findListsWithRefusalsBefore,
  forgetOperationsBefore,
  forgetRefusalsBefore,
} from '../changes/verdict-store.ts'

const DAY_MS = 86_400_000

/**
 * Forgets what only devices need that were away for longer than `limits.syncDays`: tombstones, so that they begin anew,
 * and verdicts; those on refused operations after `limits.refusedVerdictDays`. Piece by piece, so that no writer waits
 * long.
 */
export async function forgetOldSync(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.syncDays * DAY_MS
  await forgetTombstonesBefore(db, before)
  for (const { list_id: listId } of await findListsWithOperationsBefore(db, before)) {
    await inPieces(db, async (tx) => (await forgetOperationsBefore(tx, listId, before, PIECE)) >= PIECE)
  }
  const refusedBefore = clock() - limits.refusedVerdictDays * DAY_MS
  for (const { list_id: listId } of await findListsWithRefusalsBefore(db, refusedBefore)) {
    await inPieces(db, async (tx) => (await forgetRefusalsBefore(tx, listId, refusedBefore, PIECE)) >= PIECE)
  }
}
