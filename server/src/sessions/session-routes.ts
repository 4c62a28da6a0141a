import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as contract from '@tally/contract'
import { callerOf } from '../http/caller.ts'
import { handle } from '../http/handle.ts'
import type { Identify } from '../http/identify.ts'
import { Problem } from '../http/problem.ts'
import { FairQueue } from '../http/bounds/fair-queue.ts'
import { PUBLISH_SECONDS } from './key-rotation.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import type { SessionService } from './session-service.ts'
import type { SignInService } from './sign-in-service.ts'
import type { SigningKeyRing } from './signing-key-ring.ts'

export type SessionRouteParts = {
  readonly service: SessionService
  readonly signIns: SignInService
  readonly cookie: RefreshCookie
  readonly keys: Pick<SigningKeyRing, 'published'>
  readonly identify: Identify
  readonly requireSameSite: (request: FastifyRequest) => void
}

export function sessionRoutes(app: FastifyInstance, parts: SessionRouteParts): void {
  const { service, signIns, cookie, keys, identify, requireSameSite } = parts
  const queue = new FairQueue()

  /** The session in the cookie of a request, live or not. */
  const cookieSession = ({ headers }: FastifyRequest): string | undefined => {
    const refreshToken = cookie.read(headers.cookie)
    return refreshToken === undefined ? undefined : service.readRefreshToken(refreshToken)?.sessionId
  }

  /** The session of the bearer token of a request; none when there is no token, or it is not good. */
  const bearerSession = async (request: FastifyRequest): Promise<string | undefined> => {
    try {
      return (await identify(request)).sessionId
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return undefined
      throw error
    }
  }

  handle(
    app,
    contract.signIn,
    async ({ body, request, reply }) => {
      requireSameSite(request)
      const origin = { caller: callerOf(request), cookies: request.headers.cookie, replaces: cookieSession(request) }
      const issued = await signIns.signIn(body, origin)
      reply.header('set-cookie', issued.cookies)
      return issued.signedIn
    },
    {
      // Before the body is read: in a storm of sign-ins most are refused here.
      onRequest: async () => {
        await queue.take()
        signIns.requireCapacity()
      },
    },
  )

  handle(app, contract.refreshSession, async ({ request, reply }) => {
    requireSameSite(request)
    const refreshToken = cookie.read(request.headers.cookie)
    if (refreshToken === undefined) {
      reply.code(204)
      return undefined
    }
    const issued = await service.refresh(refreshToken, callerOf(request))
    reply.header('set-cookie', issued.cookies)
    return issued.signedIn
  })

  handle(app, contract.signOut, async ({ request, reply }) => {
    requireSameSite(request)
    const sessions = [cookieSession(request), await bearerSession(request)].filter((id) => id !== undefined)
    if (sessions.length > 0) await service.end(new Set(sessions), callerOf(request))
    reply.header('set-cookie', cookie.clear())
    return undefined
  })

  handle(app, contract.listSessions, ({ actor }) => service.listMine(actor))
  handle(app, contract.endSession, ({ actor, params, request }) => service.endMine(actor, params.id, callerOf(request)))
  handle(app, contract.endOtherSessions, ({ actor, request }) => service.endMyOthers(actor, callerOf(request)))

  handle(app, contract.getKeys, ({ reply }) => {
    reply.header('cache-control', `public, max-age=${PUBLISH_SECONDS}`)
    return { keys: keys.published() }
  })
}
