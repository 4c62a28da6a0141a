import type { SyncOperation, SyncVerdict } from '@tally/contract'
import type { Change } from '../web/src/app/sync/engine/engine.ts'
import type { Pushed } from './server-state.ts'

/** An operation that a device sent, and what it was told became of it. */
export type Entry = {
  readonly operation: SyncOperation
  readonly userId: string
  verdict: SyncVerdict | undefined
}

/** What a run wrote down, device by device, without asking the server: what was made, sent, and acknowledged. */
export class Ledger {
  readonly entries = new Map<string, Entry>()
  /** Things that must never be seen on the way, in words. */
  readonly complaints: string[] = []
  readonly epochs = new Set<string>()
  acknowledged = 0
  /** Of each change, told by what it says: how often it was begun, and how often it was saved on its device. */
  readonly #made = new Map<string, { begun: number; saved: number }>()

  begin(changes: readonly Change[]): void {
    for (const change of changes) this.#madeOf(change).begun += 1
  }

  save(changes: readonly Change[]): void {
    for (const change of changes) this.#madeOf(change).saved += 1
  }

  send(userId: string, operation: SyncOperation): void {
    const known = this.entries.get(operation.id)
    if (!known) this.entries.set(operation.id, { operation, userId, verdict: undefined })
    else if (JSON.stringify(known.operation) !== JSON.stringify(operation)) {
      this.complaints.push(`The operation ${operation.id} changed after it was sent`)
    }
  }

  /** Notes the answer to a push as its device got it. */
  acknowledge({ epoch, results }: Pushed): void {
    this.epochs.add(epoch)
    for (const verdict of results) {
      const entry = this.entries.get(verdict.id)
      if (!entry) this.complaints.push(`A verdict on ${verdict.id}, which nobody sent`)
      else if (!entry.verdict) {
        entry.verdict = verdict
        if (verdict.ok) this.acknowledged += 1
      } else this.#compare(entry.verdict, verdict)
    }
  }

  /**
   * How the changes that were made compare to those that were judged: `lost` were saved on a device and never judged,
   * `doubled` were judged oftener than they were made.
   */
  compareMade(): { lost: number; doubled: number } {
    const judged = new Map<string, number>()
    for (const { operation, verdict } of this.entries.values()) {
      const key = contentOf(operation)
      if (verdict) judged.set(key, (judged.get(key) ?? 0) + 1)
    }
    let [lost, doubled] = [0, 0]
    for (const [key, { begun, saved }] of this.#made) {
      const count = judged.get(key) ?? 0
      lost += Math.max(0, saved - count)
      doubled += Math.max(0, count - begun)
    }
    return { lost, doubled }
  }

  /** The same id has the same verdict for ever, and only the first time without `dup`. */
  #compare(first: SyncVerdict, again: SyncVerdict): void {
    if (JSON.stringify({ ...first, dup: true }) !== JSON.stringify({ ...again, dup: true })) {
      this.complaints.push(`Two verdicts: ${JSON.stringify(first)} and ${JSON.stringify(again)}`)
    }
  }

  #madeOf(change: Change): { begun: number; saved: number } {
    const key = contentOf(change)
    const made = this.#made.get(key) ?? { begun: 0, saved: 0 }
    this.#made.set(key, made)
    return made
  }
}

/** What a change says, without the id that tells it from others of the same kind. */
function contentOf(change: Change | SyncOperation): string {
  return JSON.stringify({ ...change, id: undefined })
}
