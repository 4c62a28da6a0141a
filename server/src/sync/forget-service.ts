import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import { forgetTombstonesBefore } from '../todos/todo-purge-service.ts'
import {
  findListsWithOperationsBefore,
  findListsWithRefusalsBefore,
  forgetOperationsBefore,
  forgetRefusalsBefore,
} from './operation-store.ts'

const DAY_MS = 86_400_000

/**
 * Forgets what only devices need that were away for longer than `limits.syncDays`: tombstones, so that they begin anew, and
 * verdicts; those on refused operations after `limits.refusedVerdictDays`. List by list, so that no writer waits long.
 */
export async function forgetOldSync(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.syncDays * DAY_MS
  await forgetTombstonesBefore(db, before)
  for (const { list_id: listId } of await findListsWithOperationsBefore(db, before)) {
    await inTransaction(db, (tx) => forgetOperationsBefore(tx, listId, before))
  }
  const refusedBefore = clock() - limits.refusedVerdictDays * DAY_MS
  for (const { list_id: listId } of await findListsWithRefusalsBefore(db, refusedBefore)) {
    await inTransaction(db, (tx) => forgetRefusalsBefore(tx, listId, refusedBefore))
  }
}
