import type { Credentials, CurrentUser } from '@tally/contract'
import { recordAuditEvent } from '../audit/audit-service.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import { invalidInput, Problem } from '../http/problem.ts'
import { findAccountByName, replacePasswordHash, touchEnabledAccount } from './account-store.ts'
import { requireGoodPassword } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import { toCurrentUser } from './to-user.ts'
import { usernameKey } from './username.ts'

const NEW_PASSWORD = '/body/newPassword'

/** Our accounts as sign-in wants to know them: the `AccountSource` of `sessions/`. */
export class SignInAccounts {
  readonly #db: Db
  readonly #passwords: Passwords
  readonly #clock: Clock
  readonly #host: string

  /** `host` is where people come to us; a password must not lean on it. */
  constructor({ db, passwords, clock, host }: { db: Db; passwords: Passwords; clock: Clock; host: string }) {
    this.#db = db
    this.#passwords = passwords
    this.#clock = clock
    this.#host = host
  }

  requireCapacity(): void {
    this.#passwords.requireCapacity()
  }

  nameKey(username: string): string {
    return usernameKey(username)
  }

  /**
   * Checks a name and a password. A one-time password only lets its owner choose their own: alone it throws Problem
   * `password-change-required`, and with `newPassword` it is replaced in the transaction that starts the session, so
   * that of all who try at once one succeeds. After its end it is a wrong password. Throws Problem `invalid-input` for
   * a `newPassword` that is not good, or that goes with a password which is no one-time password. Who does not know the
   * password learns none of this. `onAdmitted` is called before anything is computed, see `Passwords.verify`.
   */
  async checkPassword({ username, password, newPassword }: Credentials, onAdmitted: () => Promise<void>) {
    const account = await findAccountByName(this.#db, usernameKey(username))
    // Verified also for a name that does not exist and an account that is disabled: they are not to be told apart.
    const matches = await this.#passwords.verify(password, account?.password_hash, onAdmitted)
    const userId = account?.id ?? null
    if (!account || !matches || account.disabled === 1) return { userId, admit: undefined }
    const { id, password_hash: passwordHash, password_ends_at: endsAt } = account
    if (endsAt === null) {
      if (newPassword !== undefined) throw invalidInput(NEW_PASSWORD, 'is only for those with a one-time password')
      const renewed = await this.#passwords.renewed(password, passwordHash)
      return { userId, admit: (tx: Tx) => this.#touchAndRenew(tx, { id, passwordHash, renewed }) }
    }
    if (endsAt <= this.#clock()) return { userId, admit: undefined }
    if (newPassword === undefined) throw new Problem('password-change-required')
    if (newPassword.normalize('NFC') === password.normalize('NFC')) {
      throw invalidInput(NEW_PASSWORD, 'must differ from the one-time password')
    }
    const { username: name, display_name: displayName } = account
    await requireGoodPassword(newPassword, { username: name, displayName, host: this.#host }, NEW_PASSWORD)
    const change = { id, from: passwordHash, to: await this.#passwords.hash(newPassword) }
    return { userId, admit: (tx: Tx, caller: Caller) => this.#touchAndReplace(tx, { ...change, caller }) }
  }

  readmit(tx: Tx, userId: string, at: number): Promise<CurrentUser | undefined> {
    return this.#touch(tx, { id: userId, at })
  }

  async #touchAndReplace(
    tx: Tx,
    { id, from, to, caller }: { id: string; from: string; to: string; caller: Caller },
  ): Promise<CurrentUser | undefined> {
    const at = this.#clock()
    const user = await this.#touch(tx, { id, at, passwordHash: from })
    // From here on the account stands still: nobody else can have replaced the password.
    if (!user) return undefined
    await replacePasswordHash(tx, id, from, to)
    await recordAuditEvent(tx, { kind: 'password-changed', at, actorId: id, subjectId: id, caller })
    return user
  }

  async #touchAndRenew(
    tx: Tx,
    { id, passwordHash, renewed }: { id: string; passwordHash: string; renewed: string | undefined },
  ): Promise<CurrentUser | undefined> {
    if (renewed !== undefined) await replacePasswordHash(tx, id, passwordHash, renewed)
    // Another sign-in of theirs may have renewed it before, to the same.
    return this.#touch(tx, { id, at: this.#clock(), passwordHash: renewed ?? passwordHash })
  }

  async #touch(tx: Tx, who: Parameters<typeof touchEnabledAccount>[1]): Promise<CurrentUser | undefined> {
    const account = await touchEnabledAccount(tx, who)
    return account && toCurrentUser(account)
  }
}
