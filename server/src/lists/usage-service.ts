import type { Usage } from '@tally/contract'
import type { Actor } from '../http/actor.ts'
import type { Ground } from '../sync/change-service.ts'
import { findHoldings } from './quota-store.ts'

/** How much a person has in the lists they own, and how much they may have. */
export async function readUsage({ db, budget }: Ground, { userId }: Actor): Promise<Usage> {
  const { lists, todos, bytes } = await findHoldings(db, userId)
  const { quota } = budget
  return {
    lists: { used: lists, max: quota.lists },
    todos: { used: todos, max: quota.todos },
    textBytes: { used: bytes, max: quota.textBytes },
  }
}
