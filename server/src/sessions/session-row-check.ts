import { answerInTime } from '../db/answer-in-time.ts'
import type { ChangeBus } from '../db/change-bus.ts'
import type { Db } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { VerifiedToken } from './access-token-verifier.ts'
import { invalidToken } from './invalid-token.ts'
import { staleSecond } from './revocation-index.ts'
import { findRefusal } from './session-store.ts'

/**
 * Stands in for the revocation index while the bus is silent, since a session may then have ended on another instance
 * without a word: reads its row, for every request.
 */
export class SessionRowCheck {
  readonly #db: Db
  readonly #bus: Pick<ChangeBus, 'isStale'>

  constructor(db: Db, bus: Pick<ChangeBus, 'isStale'>) {
    this.#db = db
    this.#bus = bus
  }

  isNeeded(): boolean {
    return this.#bus.isStale()
  }

  /**
   * Gives the actor of a token whose session is neither revoked nor stale nor gone. Rejects with Problem
   * `invalid-token` when it is, and `unavailable` when the database does not say.
   */
  async admit({ actor, issuedAt }: VerifiedToken): Promise<Actor> {
    const row = await this.#read(actor.sessionId)
    if (row?.revoked_at !== null) throw invalidToken('the session was revoked or is gone')
    if (row.stale_at !== null && issuedAt <= staleSecond(row.stale_at)) throw invalidToken('the session is stale')
    return actor
  }

  async #read(sessionId: string): ReturnType<typeof findRefusal> {
    try {
      return await answerInTime(findRefusal(this.#db, sessionId))
    } catch (error) {
      throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error })
    }
  }
}
