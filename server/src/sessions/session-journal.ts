import type { Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'

/** Something that happened to sessions and that an admin may want to know. Never holds a secret. */
export type SessionEvent = {
  /** `sign-in-failed` is also a wrong password of somebody who is signed in: then they are the actor. */
  readonly kind:
    | 'signed-in'
    | 'sign-in-failed'
    | 'sign-in-throttled'
    | 'signed-out'
    | 'sessions-ended'
    | 'refresh-token-reused'
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who did it; null when that was nobody known. */
  readonly actorId: string | null
  /** Whose account it is about; null when a name does not exist. */
  readonly subjectId: string | null
  readonly caller: Caller
  readonly detail?: string
}

/** Where such events are kept, in the transaction in which they happen. Whoever keeps an audit log provides it. */
export type SessionJournal = (tx: Tx, ...events: readonly SessionEvent[]) => Promise<void>
