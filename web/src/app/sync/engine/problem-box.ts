import type { SyncVerdict } from '@tally/contract'
import type { OutboxEntry, Problem } from './entries.ts'
import type { ReplicaDatabase } from './replica-database.ts'

type Refusal = Pick<SyncVerdict & { ok: false }, 'code' | 'quota'>

/** A refused change as it waits in the box. */
export function toProblem({ operation, at, about }: OutboxEntry, { code, quota }: Refusal): Problem {
  return { id: operation.id, operation, code, at, about, ...(quota && { quota }) }
}

/** Takes changes out of the box: they were made again, copied, or given up. */
export async function removeProblems(database: ReplicaDatabase, ids: readonly string[]): Promise<void> {
  await database.write(['problems'], async (tx) => {
    await Promise.all(ids.map((id) => tx.objectStore('problems').delete(id)))
  })
}
