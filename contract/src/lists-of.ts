import type { SyncBatch, SyncStep } from './sync.ts'
import type { BatchOperation } from './todos.ts'

type Batch = Omit<SyncBatch, 'ops'> & { readonly ops: readonly BatchOperation[] }

/** The ids of the lists that an operation touches, its own first, each once. */
export function listsOf(operation: SyncStep | Batch): string[] {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  const ids = steps.flatMap((step) => (step.type === 'todo.move' ? [step.listId, step.fields.listId] : [step.listId]))
  return [...new Set([operation.listId, ...ids])]
}
