import type { Credentials, CurrentUser } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'

/**
 * Decides, inside the transaction that starts a session, whether somebody may have one; undefined when not. It keeps
 * the account from changing until the transaction ends, so that no session starts for one that is being disabled.
 */
export type Admit = (tx: Tx, caller: Caller) => Promise<CurrentUser | undefined>

/** What became of a password: whose it would be, when the name exists, and how to begin a session when it is right. */
export type PasswordCheck = { readonly userId: string | null; readonly admit: Admit | undefined }

/** All that sessions know of accounts. Whoever keeps the accounts provides it. */
export type AccountSource = {
  /** The form in which names are compared: one for all ways to write a name, whether anybody has it or not. */
  nameKey(username: string): string
  /** Throws Problem `unavailable` when no password can be checked now. */
  requireCapacity(): void
  /**
   * Checks a name and a password; `admit` is undefined when they are not those of an account that may sign in. Takes
   * the same time for a name that does not exist. Throws a Problem only for a right password that does not suffice, or
   * for the new one that should replace it. `onAdmitted` is called once there is room to check it, before anything is
   * computed; when it rejects, nothing is, and so does this. Rejects with Problem `unavailable` when there is no room.
   */
  checkPassword(credentials: Credentials, onAdmitted: () => Promise<void>): Promise<PasswordCheck>
  /**
   * Admits a person again, for a session they have, and notes that they were here at `at` (milliseconds since 1970).
   */
  readmit(tx: Tx, userId: string, at: number): Promise<CurrentUser | undefined>
}
