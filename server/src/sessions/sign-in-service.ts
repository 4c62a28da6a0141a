import type { Credentials, ProblemCode } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { AddressBudget } from '../http/bounds/address-budget.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import type { Log } from '../http/log.ts'
import { Problem } from '../http/problem.ts'
import type { AccountSource, Admit, PasswordCheck } from './account-source.ts'
import type { DeviceCookie } from './device-cookie.ts'
import type { FailedSignInLog } from './failed-sign-in-log.ts'
import type { UsernameDigest } from './username-digest.ts'
import type { SessionEvent } from './session-journal.ts'
import type { Issued, SessionService } from './session-service.ts'
import type { SignInAttempt, SignInThrottle, SignInTry } from './sign-in-throttle.ts'

/** What a right password is answered with that does not suffice, see `AccountSource.checkPassword`. */
const NO_FAILURES: ReadonlySet<ProblemCode> = new Set(['password-change-required', 'invalid-input'])

/** The refusals that go to the log with the address they came from. */
const GUESSES: ReadonlySet<ProblemCode> = new Set(['invalid-credentials', 'wrong-password', 'too-many-requests'])

export type SignInParts = {
  readonly db: Db
  readonly accounts: AccountSource
  readonly sessions: SessionService
  readonly nameTags: UsernameDigest
  readonly deviceCookie: DeviceCookie
  readonly throttle: SignInThrottle
  readonly failures: FailedSignInLog
  readonly addresses: AddressBudget
  readonly clock: Clock
  readonly log: Log
}

/** Where a password comes from. */
export type PasswordOrigin = {
  readonly caller: Caller
  /** The `Cookie` header. */
  readonly cookies: string | undefined
}

/** Where a sign-in comes from. */
export type SignInOrigin = PasswordOrigin & {
  /** The session this browser had until now; it ends. */
  readonly replaces: string | undefined
}

/** Has people show that they know their password, to sign in or later on, no oftener than guessing may be allowed. */
export class SignInService {
  readonly #parts: SignInParts

  constructor(parts: SignInParts) {
    this.#parts = parts
  }

  /** Throws Problem `unavailable` when too many passwords are being checked: `signIn` would then, too. */
  requireCapacity(): void {
    this.#parts.accounts.requireCapacity()
  }

  /**
   * Starts a session for whoever knows the password. Throws Problem `invalid-credentials`; `too-many-requests` when the
   * address, the name or the device has failed too often; `unavailable` when too many passwords are being checked.
   */
  signIn(credentials: Credentials, origin: SignInOrigin): Promise<Issued> {
    return this.#attempt(credentials.username, origin, (who) => this.#try(credentials, who, origin))
  }

  /**
   * Has somebody who is signed in show that they know their password, no oftener than by signing in: else an access
   * token would let whoever stole it guess without end. `check` calls `onAdmitted` before it computes anything. Gives
   * what lets the counts begin anew, for the transaction in which the password is used. Throws Problem
   * `wrong-password`, or `too-many-requests` and `unavailable` as `signIn` does.
   */
  confirm(
    { userId, username }: { readonly userId: string; readonly username: string },
    origin: PasswordOrigin,
    check: (onAdmitted: () => Promise<void>) => Promise<boolean>,
  ): Promise<(tx: Tx) => Promise<void>> {
    const { throttle, failures } = this.#parts
    return this.#attempt(username, origin, async (who) => {
      const attempt = throttle.begin(who)
      if (await failures.during(() => check(() => attempt.charge()))) return (tx) => throttle.clear(tx, who)
      await this.#noteFailure({ actorId: userId, subjectId: userId, caller: origin.caller }, attempt.begins)
      throw new Problem('wrong-password')
    })
  }

  /** Makes an attempt at a password as whoever makes it counts, and writes a refusal to the log. */
  async #attempt<Result>(
    username: string,
    origin: PasswordOrigin,
    attempt: (who: SignInTry) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#charged(username, origin, attempt)
    } catch (error) {
      if (error instanceof Problem && GUESSES.has(error.code)) {
        // docs/fail2ban/tally.conf looks for these words.
        this.#parts.log.warn({ address: origin.caller.address }, 'sign-in refused')
      }
      throw error
    }
  }

  #charged<Result>(
    username: string,
    { caller, cookies }: PasswordOrigin,
    attempt: (who: SignInTry) => Promise<Result>,
  ): Promise<Result> {
    const { addresses, nameTags, deviceCookie } = this.#parts
    const nameTag = nameTags.of(username)
    const who = { nameTag, device: deviceCookie.read(cookies, nameTag) }
    // A device the name knows has a count of its own. Were it bound by the address as well, whoever shares that, and
    // behind a proxy it may be everybody, could lock the owner out.
    if (who.device !== undefined) return attempt(who)
    return addresses.attempt(caller.address, () => attempt(who))
  }

  async #try(credentials: Credentials, who: SignInTry, { caller, cookies, replaces }: SignInOrigin): Promise<Issued> {
    const { sessions, throttle, failures } = this.#parts
    const attempt = throttle.begin(who)
    const { userId, admit } = await failures.during(() => this.#check(credentials, who, attempt))
    const admitAndClear: Admit = async (tx) => {
      const user = await admit?.(tx, caller)
      if (user) await throttle.clear(tx, who)
      return user
    }
    const start = { remember: credentials.remember ?? true, caller, replaces, cookies }
    const issued = admit && (await sessions.start(admitAndClear, start))
    if (issued) return issued
    await this.#noteFailure({ actorId: null, subjectId: userId, caller }, attempt.begins)
    throw new Problem('invalid-credentials', { headers: { 'www-authenticate': 'Bearer' } })
  }

  /** Checks the password; one that is right but does not suffice, such as a one-time password, is no failure. */
  async #check(credentials: Credentials, who: SignInTry, attempt: SignInAttempt): Promise<PasswordCheck> {
    const { db, accounts, throttle } = this.#parts
    try {
      return await accounts.checkPassword(credentials, () => attempt.charge())
    } catch (error) {
      if (error instanceof Problem && NO_FAILURES.has(error.code)) {
        await inTransaction(db, (tx) => throttle.clear(tx, who))
      }
      throw error
    }
  }

  /** Writes down who did not know the password of which account, and what begins with that. */
  async #noteFailure(
    who: Pick<SessionEvent, 'actorId' | 'subjectId' | 'caller'>,
    begins: string | undefined,
  ): Promise<void> {
    const { failures, clock } = this.#parts
    const event = { ...who, at: clock() }
    const events: SessionEvent[] = [{ ...event, kind: 'sign-in-failed' }]
    if (begins !== undefined) events.push({ ...event, kind: 'sign-in-throttled', detail: begins })
    await failures.note(events)
  }
}
