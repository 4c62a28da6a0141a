import type { ChangeBus } from '../db/change-bus.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Clock } from '../http/clock.ts'
import type { RevocationIndex } from './revocation-index.ts'
import { revokedNews, SESSION_TOPIC, staleNews } from './session-news.ts'
import { markSessionsStale, revokeSession, revokeSessionsOf } from './session-store.ts'

/**
 * Ends sessions, or makes them stale, as part of a transaction that may change more than sessions. The clock is read
 * when a session is marked, by when the account is locked: a refresh that was let in before may be dated later than the
 * beginning of the transaction, and what it gave out must be refused as well.
 */
export class SessionChanges {
  readonly #tx: Tx
  readonly #clock: Clock
  readonly #revoked: string[] = []
  readonly #stale: { readonly id: string; readonly staleAt: number }[] = []

  constructor(tx: Tx, clock: Clock) {
    this.#tx = tx
    this.#clock = clock
  }

  /** Ends a session; gives back whose it was, or undefined when it had ended before. */
  async end(sessionId: string): Promise<string | undefined> {
    // Refused also when the row says so already: an earlier attempt may have been stored and its answer lost.
    this.#revoked.push(sessionId)
    return (await revokeSession(this.#tx, sessionId, this.#clock()))?.user_id
  }

  /** Ends all sessions of a person, or all but one. */
  async endAllOf(userId: string, exceptSessionId = ''): Promise<void> {
    const ended = await revokeSessionsOf(this.#tx, userId, exceptSessionId, this.#clock())
    this.#revoked.push(...ended.map(({ id }) => id))
  }

  /** Has the browsers of a person fetch new access tokens, since what theirs say has changed. */
  async markStale(userId: string): Promise<void> {
    this.#stale.push(...(await markSessionsStale(this.#tx, userId, this.#clock())))
  }

  /** Tells all instances what was done, once it is stored. */
  async announce(bus: ChangeBus): Promise<void> {
    const news = [...this.#revoked.map(revokedNews), ...this.#stale.map(({ id, staleAt }) => staleNews(id, staleAt))]
    if (news.length > 0) await bus.publish(this.#tx, SESSION_TOPIC, news)
  }

  /** Lets what was done take effect on the requests that come now, to this instance. */
  publish(revocations: RevocationIndex): void {
    for (const id of this.#revoked) revocations.revoke(id)
    for (const { id, staleAt } of this.#stale) revocations.markStale(id, staleAt)
  }
}

export type SessionChangeParts = {
  readonly db: Db
  readonly bus: ChangeBus
  readonly revocations: RevocationIndex
  readonly clock: Clock
}

/**
 * Runs `work` in one transaction (see `inTransaction`); once it is stored, the sessions it ended are refused: here
 * at once, by other instances when they hear of it. Where `work` locks an account it does so before it touches
 * sessions.
 */
export async function changeSessions<Result>(
  { db, bus, revocations, clock }: SessionChangeParts,
  work: (tx: Tx, changes: SessionChanges) => Promise<Result>,
): Promise<Result> {
  const { result, changes } = await inTransaction(db, async (tx) => {
    const changes = new SessionChanges(tx, clock)
    const result = await work(tx, changes)
    await changes.announce(bus)
    return { result, changes }
  })
  changes.publish(revocations)
  return result
}
