import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import type { Clock } from '../http/clock.ts'
import { eraseListsDeletedBefore } from '../lists/list-service.ts'
import { purgeTodosDeletedBefore } from '../todos/todo-purge-service.ts'

const DAY_MS = 86_400_000

/** Removes for good what has been in the trash for longer than `limits.trashDays`. */
export async function emptyOldTrash(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.trashDays * DAY_MS
  await eraseListsDeletedBefore(db, before)
  await purgeTodosDeletedBefore(db, before)
}

/** Empties the old trash now and once a day. Returns what ends that. A failure is for `onError`; the next day tries again. */
export function emptyOldTrashDaily(db: Db, clock: Clock, onError: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve()
  const begin = () => {
    running = emptyOldTrash(db, clock).catch(onError)
  }
  begin()
  const timer = setInterval(begin, DAY_MS).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
