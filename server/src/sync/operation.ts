import type { BatchOperation, ListPatch, NewList } from '@tally/contract'

/** A change of one todo. `key` is the id of the todo. */
export type TodoOperation = BatchOperation

/** A change of a list itself. */
export type ListOperation =
  | { type: 'list.put'; listId: string; fields: Omit<NewList, 'id'> }
  | { type: 'list.patch'; listId: string; fields: ListPatch }
  | { type: 'list.delete'; listId: string }
  | { type: 'list.restore'; listId: string }

export type SingleOperation = TodoOperation | ListOperation

/** All of it or nothing, under one `ver` in each list. */
export type BatchedOperations = { type: 'batch'; listId: string; ops: readonly TodoOperation[] }

/** A change of a list or of what is in it. The id is made by whoever wants the change; sent again, it changes nothing. */
export type Operation = { id: string } & (SingleOperation | BatchedOperations)

/** The lists an operation touches, in id order: the order in which they are locked, so that no two can wait for each other. */
export function listsOf(operation: SingleOperation | BatchedOperations): string[] {
  const singles = operation.type === 'batch' ? operation.ops : [operation]
  const ids = singles.flatMap((one) => (one.type === 'todo.move' ? [one.listId, one.fields.listId] : [one.listId]))
  return [...new Set(ids)].sort()
}
