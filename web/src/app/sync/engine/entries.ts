import type { QuotaName, SyncOperation } from '@tally/contract'

/** What somebody is typing and has not saved, and what was saved when they began, where something was. */
export type Draft = { readonly text: string; readonly base?: string }

/** A draft with its place: which field it was typed into. */
export type StoredDraft = { readonly place: string; readonly draft: Draft }

/** A change that was made on this device, before it has a place. */
export type NewEntry = {
  readonly operation: SyncOperation
  /** When it was made, in milliseconds since 1970 by the clock of this device; it is shown, never sent. */
  readonly at: number
  /** The title of what it is about, for the person, should the server refuse it. */
  readonly about: string
}

/** A change that the server has not judged yet. Once stored it never changes. */
export type OutboxEntry = NewEntry & {
  /** Its place in the order in which the person made the changes. */
  readonly seq: number
}

/** A change that the server has accepted. It is kept for a while, should the server lose it with a restored backup. */
export type JournalEntry = OutboxEntry & {
  /** Milliseconds since 1970. */
  readonly acceptedAt: number
  /**
   * There until a pull has brought it: so long it is shown on top of the rows of the server, so that nothing flickers.
   */
  readonly unseen?: 1
}

/** A change that the server refused, with the words of the person. It waits until they decide what becomes of it. */
export type Problem = NewEntry & {
  /** The id of the operation. */
  readonly id: string
  /** Why: the code of a problem of the contract. */
  readonly code: string
  /** What there is no room for, with `quota-reached`. */
  readonly quota?: QuotaName
}

/** What only this device has. */
export type Unsent = {
  /** Changes that wait for a verdict. */
  readonly waiting: readonly OutboxEntry[]
  /** Changes that were refused. */
  readonly refused: readonly Problem[]
  /** What was being typed. */
  readonly drafts?: readonly StoredDraft[]
}
