import type { Problem } from './entries.ts'
import type { OpenInvitation } from './invitations.ts'
import type { Rows } from './rows.ts'

/** How it stands with the replica at one moment. A part that did not change is the very same object as before. */
export type Snapshot = {
  /**
   * `loading` until there is something to show; `failed` when it cannot be read, and nothing could be pulled either.
   */
  readonly state: 'loading' | 'failed' | 'ready'
  /** What the person sees. */
  readonly rows: Rows
  /** The lists the person is invited to, the newest invitation first, without those that they declined. */
  readonly invitations: readonly OpenInvitation[]
  /** How many changes of each todo, or list, wait for a verdict, by its id. */
  readonly unsynced: ReadonlyMap<string, number>
  /** How many changes wait for a verdict. */
  readonly unsent: number
  readonly problems: readonly Problem[]
  /** Whether all changes made in this tab are on the disk. */
  readonly isSaved: boolean
  /** When everything was exchanged last, in milliseconds since 1970. */
  readonly syncedAt: number | undefined
  /** Whether the server, or the database on this device, is that of a newer app than this one. */
  readonly isTooOld: boolean
}

export const emptySnapshot: Snapshot = {
  state: 'loading',
  rows: new Map(),
  invitations: [],
  unsynced: new Map(),
  unsent: 0,
  problems: [],
  isSaved: true,
  syncedAt: undefined,
  isTooOld: false,
}
