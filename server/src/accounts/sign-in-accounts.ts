import type { Credentials, CurrentUser } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import type { Clock } from '../http/clock.ts'
import { findAccountByName, touchEnabledAccount } from './account-store.ts'
import type { Passwords } from './passwords.ts'
import { toCurrentUser } from './to-user.ts'
import { usernameKey } from './username.ts'

/** Our accounts as sign-in wants to know them: the `AccountSource` of `sessions/`. */
export class SignInAccounts {
  readonly #db: Db
  readonly #passwords: Passwords
  readonly #clock: Clock

  constructor({ db, passwords, clock }: { db: Db; passwords: Passwords; clock: Clock }) {
    this.#db = db
    this.#passwords = passwords
    this.#clock = clock
  }

  async checkPassword({ username, password }: Credentials) {
    const account = await findAccountByName(this.#db, usernameKey(username))
    // Verified also for a name that does not exist and an account that is disabled: they are not to be told apart.
    const matches = await this.#passwords.verify(password, account?.password_hash)
    const userId = account?.id ?? null
    if (!account || !matches) return { userId, admit: undefined }
    const { id, password_hash: passwordHash } = account
    return { userId, admit: (tx: Tx) => this.#touch(tx, { id, at: this.#clock(), passwordHash }) }
  }

  readmit(tx: Tx, userId: string, at: number): Promise<CurrentUser | undefined> {
    return this.#touch(tx, { id: userId, at })
  }

  async #touch(tx: Tx, who: Parameters<typeof touchEnabledAccount>[1]): Promise<CurrentUser | undefined> {
    const account = await touchEnabledAccount(tx, who)
    return account && toCurrentUser(account)
  }
}
