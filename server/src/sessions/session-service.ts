import type { CurrentUser, Session, SignedIn } from '@tally/contract'
import type { ChangeBus } from '../db/change-bus.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Actor } from '../http/actor.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import type { Log } from '../http/log.ts'
import { Problem } from '../http/problem.ts'
import type { TokenBuckets } from '../http/bounds/token-buckets.ts'
import { tooManyRequests } from '../http/bounds/too-many-requests.ts'
import { signAccessToken } from './access-token.ts'
import type { AccountSource, Admit } from './account-source.ts'
import type { DeviceCookie } from './device-cookie.ts'
import type { DeviceKeys } from './device-keys.ts'
import { CHALLENGE } from './invalid-token.ts'
import type { UsernameDigest } from './username-digest.ts'
import type { RefreshClaim, RefreshTokens } from './refresh-token.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import { refusalMs, staleSecond, type RevocationIndex } from './revocation-index.ts'
import { changeSessions, type SessionChanges } from './session-changes.ts'
import type { SessionJournal } from './session-journal.ts'
import { sessionLifetime } from './session-lifetime.ts'
import {
  deleteEndedBefore,
  findLiveSession,
  findLiveSessionsOf,
  findRefusedSince,
  findReusedOf,
  insertSession,
  markReused,
  rotateSession,
  unmarkReused,
  type SessionRow,
} from './session-store.ts'
import type { SigningKeyRing } from './signing-key-ring.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

const MAX_SESSIONS = 20
/** So long after a refresh the next one gets another access token, but no other refresh token. */
const SETTLED_MS = 5_000

export type SessionSettings = {
  /** Our public address: `iss` of the tokens. */
  readonly issuer: string
  /** The origin of our pages. */
  readonly origin: string
  /** The life of an access token. */
  readonly accessTtlSeconds: number
  /** How long after a refresh the same refresh token gets the same answer, for a browser that lost the first one. */
  readonly refreshGraceSeconds: number
  /** Is the public address https? */
  readonly secureCookies: boolean
}

/** The body that answers a sign-in or refresh, and the `Set-Cookie` headers that go with it. */
export type Issued = { readonly signedIn: SignedIn; readonly cookies: string[] }

export type NewSession = {
  /** Keep the browser signed in after it is closed? */
  readonly remember: boolean
  readonly caller: Caller
  /** The session this browser had until now; it ends. */
  readonly replaces?: string | undefined
  /** Ends all other sessions of the person as well: what was known before opens nothing any more. */
  readonly endsAll?: boolean
  /** The `Cookie` header, which says to whom this browser is known. */
  readonly cookies?: string | undefined
}

export type SessionServiceParts = {
  readonly db: Db
  readonly bus: ChangeBus
  readonly accounts: AccountSource
  readonly keys: Pick<SigningKeyRing, 'signer'>
  readonly refreshTokens: RefreshTokens
  readonly cookie: RefreshCookie
  readonly deviceCookie: DeviceCookie
  readonly deviceKeys: DeviceKeys
  readonly nameTags: UsernameDigest
  readonly throttle: SignInThrottle
  readonly refreshes: TokenBuckets
  readonly revocations: RevocationIndex
  readonly journal: SessionJournal
  readonly settings: SessionSettings
  readonly clock: Clock
  readonly log: Log
}

type Grant = { readonly user: CurrentUser; readonly session: SessionRow }

/** Starts, continues and ends sessions: one for each browser somebody is signed in with. */
export class SessionService {
  readonly #parts: SessionServiceParts

  constructor(parts: SessionServiceParts) {
    this.#parts = parts
  }

  /** Forgets ended sessions, and refuses the access tokens that sessions have left which ended before the last stop. */
  async resume(): Promise<void> {
    await deleteEndedBefore(this.#parts.db, this.#oldestUse())
    await this.catchUp()
  }

  /** Refuses the access tokens that sessions have left which ended or became stale, on whatever instance. */
  async catchUp(): Promise<void> {
    const { db, revocations } = this.#parts
    for (const { id, revoked_at: revokedAt, stale_at: staleAt } of await findRefusedSince(db, this.#oldestUse())) {
      if (revokedAt !== null) revocations.revoke(id)
      else if (staleAt !== null) revocations.markStale(id, staleAt)
    }
  }

  /**
   * Starts a session for the one who is admitted, whose device is known from then on; undefined when nobody is. A
   * person has so many sessions at most: those unused for the longest time end.
   */
  async start(
    admit: Admit,
    { remember, caller, replaces, endsAll = false, cookies }: NewSession,
  ): Promise<Issued | undefined> {
    const now = this.#parts.clock()
    const { idle, absolute } = sessionLifetime(remember)
    const grant = await this.change(async (tx, changes) => {
      const user = await admit(tx, caller)
      if (!user) return undefined
      if (replaces !== undefined) await changes.end(replaces)
      if (endsAll) await changes.endAllOf(user.id)
      await deleteEndedBefore(tx, this.#oldestUse(), user.id)
      const others = await findLiveSessionsOf(tx, user.id, now)
      for (const { id } of others.slice(MAX_SESSIONS - 1)) await changes.end(id)
      const session = await insertSession(tx, {
        user_id: user.id,
        id: newId(),
        counter: 1,
        rotated_at: now,
        remember: remember ? 1 : 0,
        device: caller.device,
        created_at: now,
        last_used_at: now,
        idle_ends_at: now + idle,
        ends_at: now + absolute,
        revoked_at: null,
        stale_at: null,
        reused_at: null,
      })
      // Who changes their password is signed in already.
      if (!endsAll)
        await this.#parts.journal(tx, { kind: 'signed-in', at: now, actorId: user.id, subjectId: user.id, caller })
      return { user, session }
    })
    if (!grant) return undefined
    const { deviceCookie, nameTags } = this.#parts
    const { signedIn, cookies: issued } = await this.#issue(grant, now)
    const nameTag = nameTags.of(grant.user.username)
    const known = deviceCookie.write(cookies, nameTag, deviceCookie.read(cookies, nameTag) ?? newId())
    return { signedIn, cookies: [...issued, known] }
  }

  /**
   * Exchanges a refresh token for its successor and a new access token. Throws Problem `invalid-session`, which takes
   * the cookie away, when the session is over, or is ended now because the token was used before: then two have it, and
   * one of them is a thief (RFC 9700, 4.14.2). Throws `too-many-requests` for a session that does so oftener than
   * browsers do.
   */
  async refresh(refreshToken: string, caller: Caller): Promise<Issued> {
    const claim = this.readRefreshToken(refreshToken)
    if (!claim) throw this.#sessionOver('we did not write this refresh token')
    const wait = this.#parts.refreshes.take(claim.sessionId)
    if (wait > 0) throw tooManyRequests(wait, 'too many refreshes of one session')
    const now = this.#parts.clock()
    const outcome = await this.change((tx, changes) => this.#rotate(tx, changes, claim, { now, caller }))
    if (typeof outcome === 'string') throw this.#sessionOver(outcome)
    return this.#issue(outcome, now)
  }

  /** Is the browser of a session to stay signed in after it is closed? */
  async isRemembered(sessionId: string): Promise<boolean> {
    const { db, clock } = this.#parts
    return (await findLiveSession(db, sessionId, clock()))?.remember === 1
  }

  /** The session a refresh token is for, live or not; undefined when we did not write it. */
  readRefreshToken(refreshToken: string): RefreshClaim | undefined {
    return this.#parts.refreshTokens.read(refreshToken)
  }

  /**
   * Forgets how often signing in with this name has failed; for who resets a password, or makes the account. Not for
   * who deletes it: a lock that went with the account would tell that there was one.
   */
  async clearThrottle(tx: Tx, username: string): Promise<void> {
    const { throttle, nameTags } = this.#parts
    await throttle.clear(tx, { nameTag: nameTags.of(username), device: undefined })
  }

  /** Signs these sessions out, whoever has them. */
  async end(sessionIds: Iterable<string>, caller: Caller): Promise<void> {
    const { journal, clock } = this.#parts
    await this.change(async (tx, changes) => {
      for (const id of sessionIds) {
        const userId = await changes.end(id)
        if (userId === undefined) continue
        await journal(tx, { kind: 'signed-out', at: clock(), actorId: userId, subjectId: userId, caller })
      }
    })
  }

  /** Ends one of the actor's sessions, or takes one that is over off their list; throws Problem `session-not-found`. */
  async endMine({ userId }: Actor, sessionId: string, caller: Caller): Promise<void> {
    const { journal, clock } = this.#parts
    const at = clock()
    await this.change(async (tx, changes) => {
      if (await unmarkReused(tx, userId, sessionId)) return
      const session = await findLiveSession(tx, sessionId, at)
      if (session?.user_id !== userId) throw new Problem('session-not-found')
      await changes.end(sessionId)
      const detail = session.device
      await journal(tx, { kind: 'sessions-ended', at, actorId: userId, subjectId: userId, caller, detail })
    })
  }

  /** Ends all of the actor's sessions but the one of this request. */
  async endMyOthers({ userId, sessionId }: Actor, caller: Caller): Promise<void> {
    const { journal, clock } = this.#parts
    await this.change(async (tx, changes) => {
      await changes.endAllOf(userId, sessionId)
      const detail = 'all others'
      await journal(tx, { kind: 'sessions-ended', at: clock(), actorId: userId, subjectId: userId, caller, detail })
    })
  }

  /**
   * Where the actor is signed in, the session used last first, after those that two had and the person is yet to know
   * of.
   */
  async listMine({ userId, sessionId }: Actor): Promise<Session[]> {
    const { db, clock } = this.#parts
    const rows = [...(await findReusedOf(db, userId)), ...(await findLiveSessionsOf(db, userId, clock()))]
    return rows.map((row) => ({
      id: row.id,
      current: row.id === sessionId,
      device: row.device,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      ...(row.reused_at === null ? {} : { reusedAt: row.reused_at }),
    }))
  }

  /** Runs `work` in one transaction that may end sessions; see `changeSessions`. */
  change<Result>(work: (tx: Tx, changes: SessionChanges) => Promise<Result>): Promise<Result> {
    return changeSessions(this.#parts, work)
  }

  /** Gives the next token of the session, or the reason why there is none. */
  async #rotate(
    tx: Tx,
    changes: SessionChanges,
    claim: RefreshClaim,
    { now, caller }: { now: number; caller: Caller },
  ): Promise<Grant | string> {
    const { accounts, settings, journal, log } = this.#parts
    const { sessionId: id, counter } = claim
    const known = await findLiveSession(tx, id, now)
    if (!known) return 'the session is over'
    // Before the session, since a change of the account locks the two in this order as well; from here on role and
    // state of the account stand still, so the token cannot say what is no longer true.
    const user = await accounts.readmit(tx, known.user_id, now)
    if (!user) return 'the account may not sign in'

    const { idle } = sessionLifetime(known.remember === 1)
    const fields = { rotated_at: now, last_used_at: now, idle_ends_at: Math.min(now + idle, known.ends_at) }
    // Ten tabs that wake at once ask one after the other: one of them takes the refresh token on, all get access
    // tokens.
    const isSettled = known.counter === counter && counter > 1 && now - known.rotated_at < SETTLED_MS
    const rotated = isSettled ? undefined : await rotateSession(tx, { id, counter, now }, fields)
    if (rotated) return { user, session: rotated }

    const session = await findLiveSession(tx, id, now)
    if (!session) return 'the session is over'
    if (isSettled && counter === session.counter) return { user, session }
    const justReplaced = now - session.rotated_at < settings.refreshGraceSeconds * 1000
    // The same successor for every reuse, so two tabs that refresh at once both stay signed in.
    if (counter === session.counter - 1 && justReplaced) return { user, session }
    await changes.end(id)
    await markReused(tx, id, now)
    await journal(tx, { kind: 'refresh-token-reused', at: now, actorId: null, subjectId: user.id, caller })
    log.warn({ user: user.id, session: id }, 'a refresh token was used again: its session was ended')
    return 'the refresh token was used before'
  }

  async #issue({ user, session }: Grant, now: number): Promise<Issued> {
    const { db, keys, settings, refreshTokens, cookie, deviceKeys } = this.#parts
    const second = Math.floor(now / 1000)
    // A token made in the very second in which its forerunners became stale is dated to the next, so it is not refused.
    const issuedAt = session.stale_at === null ? second : Math.max(second, staleSecond(session.stale_at) + 1)
    // At least a second, so that a token expires after it was issued.
    const secondsLeft = Math.max(1, Math.floor(session.ends_at / 1000) - second)
    const expiresIn = Math.min(settings.accessTtlSeconds, secondsLeft)
    const token = await signAccessToken(keys.signer(), settings.issuer, {
      user,
      sessionId: session.id,
      // Not after `issuedAt`, which a verifier refuses: our clock may have been set back since the sign-in.
      authenticatedAt: Math.min(Math.floor(session.created_at / 1000), issuedAt),
      issuedAt,
      validFrom: second,
      expiresAt: issuedAt + expiresIn,
    })
    const refreshToken = refreshTokens.write({ sessionId: session.id, counter: session.counter })
    const maxAge = session.remember === 1 ? Math.ceil((session.idle_ends_at - now) / 1000) : undefined
    const reuseFound = (await findReusedOf(db, user.id)).length > 0
    const signedIn = {
      token,
      expiresIn,
      user,
      sessionEndsIn: Math.floor((session.idle_ends_at - now) / 1000),
      deviceKeys: deviceKeys.of(user.id),
      ...(reuseFound && { reuseFound }),
    }
    return { signedIn, cookies: [cookie.write(refreshToken, maxAge)] }
  }

  #sessionOver(reason: string): Problem {
    const headers = { 'set-cookie': this.#parts.cookie.clear(), 'www-authenticate': CHALLENGE }
    return new Problem('invalid-session', { headers, cause: reason })
  }

  /** Before this moment nobody can have got an access token that still counts. */
  #oldestUse(): number {
    const { settings, clock } = this.#parts
    return clock() - refusalMs(settings.accessTtlSeconds)
  }
}
