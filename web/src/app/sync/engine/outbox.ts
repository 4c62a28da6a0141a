import type { SyncOperation } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { listsOf } from '@tally/contract/lists-of'
import type { NewEntry, OutboxEntry, Unsent } from './entries.ts'
import type { ReplicaDatabase } from './replica-database.ts'

/** Stores changes, all in one transaction that is on the disk when this resolves; answers them with their places. */
export async function storeEntries(database: ReplicaDatabase, entries: readonly NewEntry[]): Promise<OutboxEntry[]> {
  return database.write(['outbox'], async (tx) => {
    const outbox = tx.objectStore('outbox')
    return Promise.all(entries.map(async (entry) => ({ ...entry, seq: await outbox.add(entry as OutboxEntry) })))
  })
}

/** Puts back what was taken off this device before it was sent, in its order, but for what is here already. */
export async function restoreEntries(database: ReplicaDatabase, { waiting, refused }: Unsent): Promise<void> {
  await database.write(['outbox', 'journal', 'problems'], async (tx) => {
    const [outbox, problems] = [tx.objectStore('outbox'), tx.objectStore('problems')]
    const known = [...(await outbox.getAll()), ...(await tx.objectStore('journal').getAll())]
    const ids = new Set(known.map(({ operation }) => operation.id))
    for (const { operation, at, about } of waiting) {
      if (!ids.has(operation.id)) await outbox.add({ operation, at, about } as OutboxEntry)
    }
    for (const problem of refused) await problems.put(problem)
  })
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
