import type { Credentials, ProblemCode } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { AddressBudget } from '../http/address-budget.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import { Problem } from '../http/problem.ts'
import type { AccountSource, Admit, PasswordCheck } from './account-source.ts'
import type { DeviceCookie } from './device-cookie.ts'
import type { FailureNotes } from './failure-notes.ts'
import type { NameTags } from './name-tags.ts'
import type { SessionEvent } from './session-journal.ts'
import type { Issued, SessionService } from './session-service.ts'
import type { SignInAttempt, SignInThrottle, SignInTry } from './sign-in-throttle.ts'

/** What a right password is answered with that does not suffice, see `AccountSource.checkPassword`. */
const NO_FAILURES: ReadonlySet<ProblemCode> = new Set(['password-change-required', 'invalid-input'])

export type SignInParts = {
  readonly db: Db
  readonly accounts: AccountSource
  readonly sessions: SessionService
  readonly nameTags: NameTags
  readonly deviceCookie: DeviceCookie
  readonly throttle: SignInThrottle
  readonly failures: FailureNotes
  readonly addresses: AddressBudget
  readonly clock: Clock
}

/** Where a sign-in comes from. */
export type SignInOrigin = {
  readonly caller: Caller
  /** The `Cookie` header. */
  readonly cookies: string | undefined
  /** The session this browser had until now; it ends. */
  readonly replaces: string | undefined
}

/** Signs people in with a password, no oftener than guessing may be allowed. */
export class SignInService {
  readonly #parts: SignInParts

  constructor(parts: SignInParts) {
    this.#parts = parts
  }

  /** Throws Problem `unavailable` when too many passwords are being checked: `signIn` would then, too. */
  requireRoom(): void {
    this.#parts.accounts.requireRoom()
  }

  /**
   * Starts a session for whoever knows the password. Throws Problem `invalid-credentials`; `too-many-requests` when the
   * address, the name or the device has failed too often; `unavailable` when too many passwords are being checked.
   */
  signIn(credentials: Credentials, origin: SignInOrigin): Promise<Issued> {
    return this.#parts.addresses.attempt(origin.caller.address, () => this.#try(credentials, origin))
  }

  async #try(credentials: Credentials, { caller, cookies, replaces }: SignInOrigin): Promise<Issued> {
    const { sessions, nameTags, deviceCookie, throttle, failures } = this.#parts
    const nameTag = nameTags.of(credentials.username)
    const who = { nameTag, device: deviceCookie.read(cookies, nameTag) }
    const attempt = throttle.begin(who)
    const { userId, admit } = await failures.during(() => this.#check(credentials, who, attempt))
    const admitAndClear: Admit = async (tx) => {
      const user = await admit?.(tx, caller)
      if (user) await throttle.clear(tx, who)
      return user
    }
    const start = { remember: credentials.remember ?? true, caller, replaces, device: who.device }
    const issued = admit && (await sessions.start(admitAndClear, start))
    if (issued) return issued
    await this.#noteFailure(userId, caller, attempt.begins)
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

  /** Writes down that somebody could not sign in; `userId` is whose account it would have been, if that exists. */
  async #noteFailure(userId: string | null, caller: Caller, begins: string | undefined): Promise<void> {
    const { failures, clock } = this.#parts
    const event = { at: clock(), actorId: null, subjectId: userId, caller }
    const events: SessionEvent[] = [{ ...event, kind: 'sign-in-failed' }]
    if (begins !== undefined) events.push({ ...event, kind: 'sign-in-throttled', detail: begins })
    await failures.note(events)
  }
}
