import type { Db, Tx } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import type { BatchedOperations, SingleOperation } from './operation.ts'
import { applyOperation, type Accepted } from './sync-service.ts'

/** What the use cases of REST work with. */
export type Ground = { db: Db; clock: Clock }

/** Makes one operation of a REST call, in its transaction; throws the problem when it is refused, so that all is undone. */
export async function change(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  operation: SingleOperation | BatchedOperations,
): Promise<Accepted> {
  const verdict = await applyOperation(tx, { id: newId(), ...operation }, { userId: actor.userId, at: clock() })
  if (!verdict.ok) throw verdict.problem
  return verdict
}
