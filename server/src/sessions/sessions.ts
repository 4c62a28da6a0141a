import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ChangeBus } from '../db/change-bus.ts'
import type { Db } from '../db/db.ts'
import type { Clock } from '../http/clock.ts'
import type { Identify } from '../http/identify.ts'
import type { Log } from '../http/log.ts'
import { AccessTokenVerifier } from './access-token-verifier.ts'
import type { AccountSource } from './account-source.ts'
import { identifyByToken } from './identify-by-token.ts'
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

/** The feature, put together. */
export type Sessions = {
  readonly service: SessionService
  /** Says who makes a request, by its access token. */
  readonly identify: Identify
  /** Throws Problem `cross-site-request`; for every route that sets or reads the refresh cookie. */
  readonly requireSameSite: (request: FastifyRequest) => void
  readonly routes: (app: FastifyInstance) => void
}

/** Puts sign-in by access and refresh token together, and takes up where the last process stopped. */
export async function createSessions(parts: SessionsParts): Promise<Sessions> {
  const { db, bus, accounts, keys, secrets, journal, settings, clock, log } = parts
  const revocations = new RevocationIndex(settings.accessTtlSeconds, clock)
  const cookie = new RefreshCookie(settings.secureCookies)
  const refreshTokens = new RefreshTokens(secrets.derive('refresh-token'))
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

  const identify = identifyByToken(verifier, revocations, new SessionRowCheck(db, bus), clock)
  const sameSite = (request: FastifyRequest) => requireSameSite(request.headers, settings.issuer)
  return {
    service,
    identify,
    requireSameSite: sameSite,
    routes: (app) => sessionRoutes(app, { service, accounts, cookie, keys, identify, requireSameSite: sameSite }),
  }
}
