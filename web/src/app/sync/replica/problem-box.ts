import type { OutboxEntry, Problem } from './entries.ts'
import type { ReplicaDatabase } from './replica-database.ts'

/** A refused change as it waits in the box. */
export function toProblem({ operation, at, about }: OutboxEntry, code: string): Problem {
  return { id: operation.id, operation, code, at, about }
}

/** Takes changes out of the box: they were made again, copied, or given up. */
export async function removeProblems(database: ReplicaDatabase, ids: readonly string[]): Promise<void> {
  await database.run(async (db) => {
    const tx = db.transaction('problems', 'readwrite', { durability: 'strict' })
    await Promise.all([...ids.map((id) => tx.store.delete(id)), tx.done])
  })
}
