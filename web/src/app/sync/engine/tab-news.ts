import type { SyncState } from './sync-loop.ts'

/** What tabs tell each other: what to read again from the database. Never what was written there. */
export type TabNews =
  /**
   * Rows of these lists are others. Who stands at `from` needs to read these todos only, anyone else all of the list.
   */
  | { readonly about: 'rows'; readonly lists: readonly ChangedList[] }
  /** The outbox, the journal or the problems are others. */
  | { readonly about: 'operations' }
  /** How it stands with syncing, at a moment in milliseconds since 1970. */
  | { readonly about: 'state'; readonly state: SyncState; readonly at: number }
  /** Somebody looks: the leader should see whether there is something to pull. */
  | { readonly about: 'attention' }

export type ChangedList = { readonly id: string; readonly from: string | undefined; readonly todos: readonly string[] }

/** Whether a message is one of ours; another release may send others. */
export function isTabNews(message: unknown): message is TabNews {
  return typeof message === 'object' && message !== null && 'about' in message
}
