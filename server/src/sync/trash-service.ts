import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import type { Clock } from '../http/clock.ts'
import { eraseListsDeletedBefore } from '../lists/list-service.ts'
import { purgeTodosDeletedBefore } from '../todos/todo-purge-service.ts'

const DAY_MS = 86_400_000

/** Removes for good what has been in the trash for longer than `limits.trashDays`. */
export async function emptyOldTrash(db: Db, clock: Clock): Promise<void> {
  const now = clock()
  const before = now - limits.trashDays * DAY_MS
  await eraseListsDeletedBefore(db, before)
  await purgeTodosDeletedBefore(db, before, now)
}
