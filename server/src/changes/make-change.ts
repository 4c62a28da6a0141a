import type { Db, Tx } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import type { BatchedOperations, SingleOperation } from './operation.ts'
import { applyOperation, type Accepted } from './apply-operations.ts'
import type { WriteBudget } from './write-budget.ts'

/** What the use cases of lists and todos work with. */
export type Ground = {
  readonly db: Db
  readonly clock: Clock
  readonly budget: WriteBudget
  /** Who may see who is here: where only admins may, lists are shared by a link. */
  readonly directory: 'everyone' | 'admins'
}

/**
 * Makes one operation of a REST call, in its transaction; throws the problem when it is refused, so that all is undone,
 * and Problem `too-many-requests` before anything is done.
 */
export async function change(
  tx: Tx,
  { clock, budget, directory }: Pick<Ground, 'clock' | 'budget' | 'directory'>,
  { userId }: Pick<Actor, 'userId'>,
  operation: SingleOperation | BatchedOperations,
): Promise<Accepted> {
  budget.charge(userId, [operation])
  const change = { userId, at: clock(), directory }
  const verdict = await applyOperation(tx, { id: newId(), ...operation }, change, budget.quota)
  if (verdict.ok) return verdict
  budget.chargeRefused(userId, [operation])
  throw verdict.problem
}
