import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ChangeBus } from '../db/change-bus.ts'
import type { Db } from '../db/db.ts'
import { AddressBudget } from '../http/bounds/address-budget.ts'
import type { Clock } from '../http/clock.ts'
import type { Identify } from '../http/identify.ts'
import type { Log } from '../http/log.ts'
import { TokenBuckets } from '../http/bounds/token-buckets.ts'
import { AccessTokenVerifier } from './access-token-verifier.ts'
import type { AccountSource } from './account-source.ts'
import { DeviceCookie } from './device-cookie.ts'
import { DeviceKeys } from './device-keys.ts'
import { FailedSignInLog } from './failed-sign-in-log.ts'
import { identifyByToken } from './identify-by-token.ts'
import { UsernameDigest } from './username-digest.ts'
import { RefreshCookie } from './refresh-cookie.ts'
import { RefreshTokens } from './refresh-token.ts'
import { RevocationIndex } from './revocation-index.ts'
import { requireSameSite } from './same-site.ts'
import type { Secrets } from './secrets.ts'
import type { SessionJournal } from './session-journal.ts'
import { learnSessionNews, SESSION_TOPIC } from './session-news.ts'
import { sessionRoutes } from './session-routes.ts'
import { SessionRowCheck } from './session-row-check.ts'
import { SessionService, type SessionSettings } from './session-service.ts'
import type { SigningKeyRing } from './signing-key-ring.ts'
import { SignInService } from './sign-in-service.ts'
import { SignInThrottle } from './sign-in-throttle.ts'

export type SessionsParts = {
  readonly db: Db
  readonly bus: ChangeBus
  readonly accounts: AccountSource
  readonly keys: SigningKeyRing
  readonly secrets: Secrets
  readonly journal: SessionJournal
  readonly settings: SessionSettings
  readonly clock: Clock
  readonly log: Log
}

/** No browser refreshes that often, not even one with sixty tabs that wake up at once. */
const REFRESHES = { burst: 60, perSecond: 0.5, maxKeys: 10_000 } as const

/** The feature, put together. */
export type Sessions = {
  readonly service: SessionService
  /** Checks passwords; for every route that asks somebody who is signed in for theirs. */
  readonly signIns: SignInService
  /** Says who makes a request, by its access token. */
  readonly identify: Identify
  /** Tells the one listener of every session that ends: what it still has open must end as well. */
  readonly hearEnded: (listener: (sessionId: string) => void) => void
  /** Throws Problem `cross-site-request`; for every route that sets or reads the refresh cookie. */
  readonly requireSameSite: (request: FastifyRequest) => void
  /** Bounds how often an address may fail; for every route that checks a secret of somebody who is not signed in. */
  readonly addresses: AddressBudget
  /** Forgets what nobody asks for any more; to be called once a day. */
  readonly purgeExpired: () => Promise<void>
  readonly routes: (app: FastifyInstance) => void
}

/** Puts sign-in by access and refresh token together, and takes up where the last process stopped. */
export async function createSessions(parts: SessionsParts): Promise<Sessions> {
  const { db, bus, accounts, keys, secrets, journal, settings, clock, log } = parts
  const revocations = new RevocationIndex(settings.accessTtlSeconds, clock)
  const cookie = new RefreshCookie(settings.secureCookies)
  const refreshTokens = new RefreshTokens(secrets.deriveAll('refresh-token'))
  const deviceCookie = new DeviceCookie(secrets.derive('device-cookie'), settings.secureCookies)
  const nameTags = new UsernameDigest(secrets.derive('name-tag'), accounts)
  const throttle = new SignInThrottle(db, clock)
  const addresses = new AddressBudget(clock)
  const verifier = new AccessTokenVerifier({
    keys,
    issuer: settings.issuer,
    maxLifeSeconds: settings.accessTtlSeconds,
    clock,
  })
  const service = new SessionService({
    db,
    bus,
    accounts,
    keys,
    refreshTokens,
    cookie,
    deviceCookie,
    deviceKeys: new DeviceKeys(secrets.deriveAll('device-key')),
    nameTags,
    throttle,
    refreshes: new TokenBuckets(REFRESHES, clock),
    revocations,
    journal,
    settings,
    clock,
    log,
  })
  // First, so nothing that is changed while `resume` reads is missed.
  await bus.listen(SESSION_TOPIC, {
    hear: (news) => learnSessionNews(revocations, news),
    catchUp: () => service.catchUp(),
  })
  await service.resume()
  const signIns = new SignInService({
    db,
    accounts,
    sessions: service,
    nameTags,
    deviceCookie,
    throttle,
    failures: new FailedSignInLog(db, journal),
    addresses,
    clock,
    log,
  })

  const identify = identifyByToken(verifier, revocations, new SessionRowCheck(db, bus), clock)
  const sameSite = (request: FastifyRequest) => requireSameSite(request.headers, settings.origin)
  return {
    service,
    signIns,
    identify,
    hearEnded: (listener) => revocations.hearRevoked(listener),
    requireSameSite: sameSite,
    addresses,
    purgeExpired: () => throttle.purgeExpired(),
    routes: (app) => sessionRoutes(app, { service, signIns, cookie, keys, identify, requireSameSite: sameSite }),
  }
}
