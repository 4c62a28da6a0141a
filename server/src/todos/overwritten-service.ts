import { limits, type OverwrittenText } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import type { Actor } from '../http/actor.ts'
import type { Ground } from '../changes/make-change.ts'
import { countRemoved } from '../changes/locked-lists.ts'
import { findListsWithOverwrittenBefore, findOverwritten, forgetOverwrittenBefore } from '../changes/overwritten-store.ts'
import { requireTodo } from './todo-service.ts'

const DAY_MS = 86_400_000

/** The texts of a todo of mine that were overwritten unseen, the newest first; throws Problem `todo-not-found`. */
export async function listOverwritten(ground: Ground, actor: Actor, todoId: string): Promise<OverwrittenText[]> {
  const { listId } = await requireTodo(ground, actor, todoId)
  const rows = await findOverwritten(ground.db, listId, todoId)
  return rows.map(({ id, field, text, at, display_name: by }) => ({ id, field, text, at, by: by ?? '' }))
}

/**
 * Forgets texts that were overwritten longer ago than `limits.history.days`. List by list, so that no writer waits
 * long.
 */
export async function forgetOldOverwritten(db: Db, clock: Clock): Promise<void> {
  const before = clock() - limits.history.days * DAY_MS
  for (const { list_id: listId } of await findListsWithOverwrittenBefore(db, before)) {
    await inTransaction(db, async (tx) => {
      await countRemoved(tx, listId, { todos: 0, bytes: await forgetOverwrittenBefore(tx, listId, before) })
    })
  }
}
