import type { SyncOperation } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import type { NewEntry, OutboxEntry } from './entries.ts'
import type { ReplicaDatabase } from './replica-database.ts'

/** Stores changes, all in one transaction that is on the disk when this resolves; answers them with their places. */
export async function storeEntries(database: ReplicaDatabase, entries: readonly NewEntry[]): Promise<OutboxEntry[]> {
  return database.run(async (db) => {
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    const places = entries.map((entry) => tx.store.add(entry as OutboxEntry))
    await Promise.all([...places, tx.done])
    return Promise.all(entries.map(async (entry, index) => ({ ...entry, seq: (await places[index]) ?? 0 })))
  })
}

/** The lists an operation touches. */
export function listsOf(operation: SyncOperation): string[] {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  return [
    ...new Set(steps.flatMap((step) => [step.listId, ...(step.type === 'todo.move' ? [step.fields.listId] : [])])),
  ]
}

/** The ids of the todos an operation touches, or of the list where it is about a list itself. */
export function subjectsOf(operation: SyncOperation): string[] {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  return [...new Set(steps.map((step) => (step.type.startsWith('todo.') && 'key' in step ? step.key : step.listId)))]
}

/**
 * What goes into the next push: the oldest entries first, within the limits of the protocol, but at least one.
 *
 * @param entries all that wait, in their order
 * @param isHeld whether a list is held up: its operations wait, and with them those of the lists that they touch, too
 * @param goesAlone whether an operation must be sent by itself, to find out whether it is the one that cannot be judged
 */
export function selectForPush(
  entries: readonly OutboxEntry[],
  isHeld: (listId: string) => boolean,
  goesAlone: (operation: SyncOperation) => boolean,
): OutboxEntry[] {
  const heldToo = new Set<string>()
  const selected: OutboxEntry[] = []
  let room: number = limits.sync.bytes - envelope
  for (const entry of entries) {
    const lists = listsOf(entry.operation)
    if (lists.some((id) => heldToo.has(id) || isHeld(id))) {
      for (const id of lists) heldToo.add(id)
      continue
    }
    room -= sizeOf(entry.operation)
    const isFull = room < 0 || selected.length === limits.sync.operations || goesAlone(entry.operation)
    if (isFull && selected.length > 0) break
    selected.push(entry)
    if (goesAlone(entry.operation)) break
  }
  return selected
}

/** What a push carries beside its operations, generously, in bytes. */
const envelope = 200

const encoder = new TextEncoder()

/** The bytes of an operation in a push, with its comma. */
function sizeOf(operation: SyncOperation): number {
  return encoder.encode(JSON.stringify(operation)).length + 1
}
