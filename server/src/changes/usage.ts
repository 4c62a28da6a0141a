import type { Quota, Usage } from '@tally/contract'
import type { Db } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import type { Deps } from './make-change.ts'
import { findHoldings, findHoldingsOfAll, NOTHING, type Holdings } from './quota-store.ts'

/** How much a person has in the lists they own, and how much they may have. */
export async function readUsage({ db, budget }: Deps, { userId }: Actor): Promise<Usage> {
  return toUsage(await findHoldings(db, userId), budget.quota)
}

/** The same for everybody, by the id of the person; read at once, however many they are. */
export async function readUsageOfAll(db: Db, quota: Quota): Promise<(userId: string) => Usage> {
  const holdings = await findHoldingsOfAll(db)
  return (userId) => toUsage(holdings.get(userId) ?? NOTHING, quota)
}

function toUsage({ lists, todos, bytes }: Holdings, quota: Quota): Usage {
  return {
    lists: { used: lists, max: quota.lists },
    todos: { used: todos, max: quota.todos },
    textBytes: { used: bytes, max: quota.textBytes },
  }
}
