import type { OverwrittenText } from '@tally/contract'
import type { Actor } from '../http/actor.ts'
import type { Deps } from '../changes/make-change.ts'
import { findOverwritten } from './overwritten-store.ts'
import { requireTodo } from './todo-service.ts'

/** The texts of a todo of mine that were overwritten unseen, the newest first; throws Problem `todo-not-found`. */
export async function listOverwritten(deps: Deps, actor: Actor, todoId: string): Promise<OverwrittenText[]> {
  const { listId } = await requireTodo(deps, actor, todoId)
  const rows = await findOverwritten(deps.db, listId, todoId)
  return rows.map(({ id, field, text, at, display_name: by }) => ({ id, field, text, at, by: by ?? '' }))
}
