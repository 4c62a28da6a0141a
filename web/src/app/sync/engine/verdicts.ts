import type { SyncVerdict } from '@tally/contract'
import { uuidV7 } from '../uuid-v7.ts'
import type { OutboxEntry } from './entries.ts'
import { toProblem } from './problem-box.ts'
import type { ReplicaDatabase } from './replica-database.ts'

/** How long accepted operations are kept, in milliseconds: a backup that is restored is hardly ever older. */
export const journalMs = 7 * 86_400_000

/** What a push was answered. */
export type Verdicts = { readonly epoch: string; readonly results: readonly SyncVerdict[] }

/**
 * Writes down what became of operations, in one transaction: accepted ones go to the journal, refused ones to the
 * problems. One without a verdict stays and is sent again.
 *
 * A refusal under another epoch says little: what the operation builds on may be in the journal, to be sent again after
 * the next pull. It is asked anew, under another id, since an id keeps its verdict.
 *
 * @param now milliseconds since 1970
 * @returns whether the server is in another epoch than the last pull: nothing is to be pushed before the next
 */
export async function applyVerdicts(
  database: ReplicaDatabase,
  sent: readonly OutboxEntry[],
  { epoch, results }: Verdicts,
  now: number,
): Promise<boolean> {
  const entries = new Map(sent.map((entry) => [entry.operation.id, entry]))
  return database.write(['meta', 'outbox', 'journal', 'problems'], async (tx) => {
    const [outbox, journal, problems] = [
      tx.objectStore('outbox'),
      tx.objectStore('journal'),
      tx.objectStore('problems'),
    ]
    const known = await tx.objectStore('meta').get('epoch')
    const isOtherEpoch = known !== undefined && known !== epoch
    for (const verdict of results) {
      const entry = entries.get(verdict.id)
      // Another tab that syncs for itself may have had the same verdict before.
      if (!entry || (await outbox.get(entry.seq))?.operation.id !== verdict.id) continue
      if (!verdict.ok && isOtherEpoch) {
        await outbox.put({ ...entry, operation: { ...entry.operation, id: uuidV7(now) } })
        continue
      }
      await outbox.delete(entry.seq)
      if (verdict.ok) await journal.put({ ...entry, acceptedAt: now, unseen: 1 })
      else await problems.put(toProblem(entry, verdict))
    }
    return isOtherEpoch
  })
}
