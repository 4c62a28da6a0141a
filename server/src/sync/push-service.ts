import { limits, type Push, type SyncVerdict } from '@tally/contract'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { Deps } from '../changes/make-change.ts'
import { readEpoch } from '../db/epoch.ts'
import { readOperation } from './operation-check.ts'
import { applyOperations, type Verdict } from '../changes/apply-operations.ts'

/**
 * Makes the changes of a push, in order and in one transaction; a refused one undoes no other. The verdict on an
 * operation that is wrong inside is not stored: it depends on nothing but the operation, so it comes out the same
 * without that. Throws Problem `too-many-requests` before anything is done.
 */
export async function push(
  { db, clock, budget, directory }: Deps,
  { userId }: Actor,
  { ops }: Push,
): Promise<{ epoch: string; results: SyncVerdict[] }> {
  budget.charge(userId, ops)
  const read = ops.map(readOperation)
  const good = read.filter((operation) => operation !== undefined)
  const { epoch, verdicts } = await inTransaction(db, async (tx) => ({
    verdicts: await applyOperations(tx, good, { userId, at: clock(), directory }, budget.quota),
    epoch: await readEpoch(tx),
  }))
  let next = 0
  const results = ops.map(({ id }, index) => {
    const verdict = read[index] && verdicts[next++]
    return verdict ? toSyncVerdict(id, verdict) : { id, ok: false as const, code: 'invalid-input' }
  })
  budget.chargeRefused(
    userId,
    ops.filter((_, index) => results[index]?.ok === false),
  )
  return { epoch, results }
}

/** Throws Problem `schema-too-old`. A newer one is welcome: we do what we know of it. */
export function requireSchema(schema: number): void {
  if (schema < limits.sync.oldestSchema) throw new Problem('schema-too-old')
}

function toSyncVerdict(id: string, verdict: Verdict): SyncVerdict {
  if (verdict.ok) return { id, ...verdict }
  const { problem, dup } = verdict
  const { quota } = problem.options
  return { id, ok: false, code: problem.code, ...(quota && { quota }), ...(dup && { dup }) }
}
