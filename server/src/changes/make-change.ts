import { listsOf } from '@tally/contract/lists-of'
import type { Db, Tx } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { applyLocked, type Accepted } from './apply-operations.ts'
import { LockedLists } from './locked-lists.ts'
import type { BatchedOperations, SingleOperation } from './operation.ts'
import type { WriteBudget } from './write-budget.ts'

/** What the use cases of lists and todos work with. */
export type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly budget: WriteBudget
  /** Who may see who is here: where only admins may, lists are shared by a link. */
  readonly directory: 'everyone' | 'admins'
}

/** Locks lists for changes of one person, in the order of their ids; those that do not exist are left out. */
export function lockLists(
  tx: Tx,
  { budget }: Pick<Deps, 'budget'>,
  { userId }: Pick<Actor, 'userId'>,
  ids: readonly string[],
): Promise<LockedLists> {
  return LockedLists.lock(tx, userId, ids, budget.quota)
}

/**
 * Makes one operation of a REST call, in its transaction, on the lists it has locked or on those that it now locks.
 * Throws the problem when it is refused, so that all is undone, and Problem `too-many-requests` before anything is
 * done.
 */
export async function makeChange(
  tx: Tx,
  deps: Omit<Deps, 'db'>,
  actor: Pick<Actor, 'userId'>,
  operation: SingleOperation | BatchedOperations,
  locked?: LockedLists,
): Promise<Accepted> {
  const { clock, budget, directory } = deps
  const { userId } = actor
  budget.charge(userId, [operation])
  const lists = locked ?? (await lockLists(tx, deps, actor, listsOf(operation)))
  const [verdict] = await applyLocked(tx, [operation], lists, { userId, at: clock(), directory })
  if (!verdict) throw new Error('An operation without a verdict')
  if (verdict.ok) return verdict
  budget.chargeRefused(userId, [operation])
  throw verdict.problem
}
