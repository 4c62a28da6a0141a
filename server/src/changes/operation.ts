import type { BatchOperation, ListPatch, NewList, SyncBatch, SyncStep } from '@tally/contract'

/** A change of one todo that may be part of a batch. `key` is the id of the todo. */
export type TodoOperation = BatchOperation

/** A change of a list itself. */
export type ListOperation =
  | { type: 'list.put'; listId: string; fields: Omit<NewList, 'id'> }
  | { type: 'list.patch'; listId: string; fields: ListPatch }
  | { type: 'list.delete'; listId: string }
  | { type: 'list.restore'; listId: string }

export type SingleOperation = SyncStep

/** All of it or nothing, under one `ver` in each list. */
export type BatchedOperations = Omit<SyncBatch, 'ops'> & { ops: readonly TodoOperation[] }

/**
 * A change of a list or of what is in it. The id is made by the device that wants the change; sent again, it changes
 * nothing. A REST call has none, and so it leaves no verdict.
 */
export type Operation = { id?: string } & (SingleOperation | BatchedOperations)
