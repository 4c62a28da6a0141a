import { createHmac } from 'node:crypto'
import type { AccountSource } from './account-source.ts'

/**
 * Makes what stands for a username where the name itself must not be kept: an HMAC of it under a key that is not in the
 * database. Names are tagged whether they exist or not, and people type passwords into the name field.
 */
export class UsernameDigest {
  readonly #key: Buffer
  readonly #accounts: Pick<AccountSource, 'nameKey'>

  constructor(key: Buffer, accounts: Pick<AccountSource, 'nameKey'>) {
    this.#key = key
    this.#accounts = accounts
  }

  /** The tag of a username: 43 characters, the same for every way to write the name. */
  of(username: string): string {
    return createHmac('sha256', this.#key).update(this.#accounts.nameKey(username)).digest('base64url')
  }
}
