import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import { tooManyRequests } from '../http/bounds/too-many-requests.ts'
import {
  chargeSignIn,
  clearSignInBudgets,
  deleteSignInBudgetsBefore,
  findSignInBudget,
} from './sign-in-budget-store.ts'
import { LONGEST_WAIT_MS, waitAfter } from './sign-in-wait.ts'

/** Failures in a row on one account from devices it does not know (NIST SP 800-63B-4, 3.2.2: at most 100). */
const MAX_OF_STRANGERS = 100
/** Failures in a row from a known device; after that it is as good as unknown. */
const MAX_OF_A_DEVICE = 20
const LONG_WAIT_MS = 60_000
const REMEMBERED_MS = 30 * 86_400_000
/** A lock does not end by itself. Names that nobody has are locked and told the same, so it gives nobody away. */
const WAY_OUT = 'Sign in on a device you’ve used before, or ask an admin to reset your password.'

/** Who tries: the tag of the name, see `UsernameDigest`, and the device, if it is known to that name. */
export type SignInTry = { readonly nameTag: string; readonly device: string | undefined }

/**
 * Bounds how often a password can be guessed. Failures in a row are counted for the name, whether an account has it or
 * not, so that nothing can be learnt from being refused; those from a device the name knows are counted for the device
 * alone, so that strangers cannot lock anybody out of their own browser. The counts are in the database: they outlive a
 * restart and are shared by all instances.
 */
export class SignInThrottle {
  readonly #db: Db
  readonly #clock: Clock

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** An attempt that has not been charged yet. */
  begin(who: SignInTry): SignInAttempt {
    return new SignInAttempt(this.#db, this.#clock, who)
  }

  /** Lets the counts begin anew: that of the name, and that of the device. */
  async clear(tx: Tx, { nameTag, device }: SignInTry): Promise<void> {
    const keys = [nameKey(nameTag)]
    if (device !== undefined) keys.push(deviceKey(device))
    await clearSignInBudgets(tx, keys)
  }

  /**
   * Forgets counts that have stood still for 30 days. A name that is locked stays so until somebody who may unlocks it,
   * however long that takes: else the limit would be one of patience.
   */
  async purgeExpired(): Promise<void> {
    await deleteSignInBudgetsBefore(this.#db, { before: this.#clock() - REMEMBERED_MS, max: MAX_OF_STRANGERS })
  }
}

/** One attempt to sign in. */
export class SignInAttempt {
  readonly #db: Db
  readonly #clock: Clock
  readonly #who: SignInTry
  #failures = 0
  #max = MAX_OF_STRANGERS

  constructor(db: Db, clock: Clock, who: SignInTry) {
    this.#db = db
    this.#clock = clock
    this.#who = who
  }

  /**
   * Charges it as a failure, to be cleared when it succeeds. Called before the password is looked at; throws Problem
   * `too-many-requests` when it must not be looked at now.
   */
  async charge(): Promise<void> {
    const { nameTag, device } = this.#who
    await inTransaction(this.#db, async (tx) => {
      const ofDevice = device !== undefined && (await this.#chargeOne(tx, deviceKey(device), MAX_OF_A_DEVICE))
      if (ofDevice || (await this.#chargeOne(tx, nameKey(nameTag), MAX_OF_STRANGERS))) return
      throw tooManyRequests(LONGEST_WAIT_MS, 'locked for unknown devices', WAY_OUT)
    })
  }

  /** What its failure begins that an admin should hear of, in a few words; undefined when that is nothing. */
  get begins(): string | undefined {
    if (this.#failures === this.#max) return `${this.#max} failures in a row`
    const [before, wait] = [waitAfter(this.#failures - 1), waitAfter(this.#failures)]
    return before < LONG_WAIT_MS && wait >= LONG_WAIT_MS ? `waits of ${wait / 1000} s and more` : undefined
  }

  /** Charges one count; false when it has reached `max`. Throws Problem `too-many-requests` during a wait. */
  async #chargeOne(tx: Tx, key: string, max: number): Promise<boolean> {
    const now = this.#clock()
    const charged = await chargeSignIn(tx, { key, max, now })
    if (charged) {
      this.#failures = charged.failures
      this.#max = max
      return true
    }
    const budget = await findSignInBudget(tx, key)
    if (budget && budget.failures >= max) return false
    throw tooManyRequests((budget?.blocked_until ?? now) - now, 'too many failures in a row')
  }
}

function nameKey(tag: string): string {
  return `name:${tag}`
}

function deviceKey(device: string): string {
  return `device:${device}`
}
