import type { IncomingMessage } from 'node:http'
import Fastify, { LogController, type FastifyInstance, type FastifyReply } from 'fastify'
import { limits } from '@tally/contract'
import { guardRoutes, type RoutePolicy } from './access.ts'
import { answerProblems, brokenHttpRefusal, sendProblem, toProblem } from './errors.ts'
import type { Identify, RequireAdmin } from './identify.ts'
import { isInNetworks, readIpNetwork } from './addresses/ip-network.ts'
import type { Log } from './log.ts'
import { LongBodies } from './bounds/long-bodies.ts'
import { logRequests, type AnswerCounts } from './request-log.ts'
import { allowOrigins } from './cors.ts'
import { repairedPath } from './malformed-path.ts'
import { shedLoad, type Overload } from './bounds/overload.ts'
import { withoutBasePath, type PublicAddress } from './addresses/public-address.ts'
import { unboundedJson } from './bounds/json-bounds.ts'
import { limitRequests, RequestSlots } from './bounds/request-slots.ts'
import type { SecurityHeaders } from './security-headers.ts'
import { cutOffUnread } from './bounds/unread-answers.ts'

export type HttpServer = {
  app: FastifyInstance
  /** Who may call what; complete once all features are added. */
  policies: readonly RoutePolicy[]
  answerCounts: AnswerCounts
}

export type HttpServerOptions = {
  log: Log
  identify: Identify
  requireAdmin: RequireAdmin
  /** Whose `X-Forwarded-*` headers say where a request comes from. Without any, those headers count for nothing. */
  trustedProxies: readonly string[]
  /** Origins of other sites whose pages may call with a bearer token. */
  corsOrigins: readonly string[]
  address: PublicAddress
  headers: SecurityHeaders
  /** Requests of one person that are worked on at the same time. */
  requestsAtOnce: number
  /** Whether new work is refused. */
  overload: Overload
}

/**
 * An HTTP server without any route: identity, the form of problems, fixed headers, the request log and the bounds on
 * what may come in. Features add their routes with `handle`.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, identify, requireAdmin, trustedProxies, corsOrigins, address, headers } = options
  const { basePath } = address
  const app = Fastify({
    bodyLimit: limits.body.max,
    requestTimeout: 30_000,
    trustProxy: trustOf(trustedProxies),
    ...(basePath !== '' && { rewriteUrl: ({ url = '/' }: IncomingMessage) => withoutBasePath(url, basePath) }),
    forceCloseConnections: 'idle',
    // What still comes on an open connection while we stop is served, and the connection closed. Fastify would refuse
    // it with a 503 of its own, which is no problem document; the database is open until the last request is answered.
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: brokenHttpRefusal(headers.api),
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const repaired = error.code === 'FST_ERR_BAD_URL' ? repairedPath(request.url) : undefined
      if (repaired !== undefined) void reply.headers(headers.api).redirect(basePath + repaired)
      else sendProblem(toProblem(error), error, request, reply, log)
    },
  })
  acceptJsonOnly(app)
  cutOffUnread(app, limits.answer.unreadSeconds * 1000)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers.api)
    done()
  })
  if (basePath !== '') prefixLocations(app, basePath)
  allowOrigins(app, corsOrigins)
  const answerCounts = logRequests(app, log)
  shedLoad(app, options.overload)
  const policies = guardRoutes(app, identify, requireAdmin)
  limitRequests(app, new RequestSlots(options.requestsAtOnce))
  answerProblems(app, log, policies)
  return { app, policies, answerCounts }
}

/** Whether to believe what an address says of where a request comes from. */
function trustOf(proxies: readonly string[]): false | ((address: string) => boolean) {
  const networks = proxies.flatMap((text) => readIpNetwork(text) ?? [])
  return networks.length > 0 && ((address) => isInNetworks(address, networks))
}

/** Puts the base path before the paths that answers lead to. */
function prefixLocations(app: FastifyInstance, basePath: string): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    const location = reply.getHeader('location')
    if (typeof location === 'string' && location.startsWith('/')) reply.header('location', basePath + location)
    const link = reply.getHeader('link')
    if (typeof link === 'string') reply.header('link', link.replaceAll('</', `<${basePath}/`))
    done()
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How many values the JSON of a body may hold. */
    bodyValues?: number
  }
}

/**
 * JSON is the only body there is. An empty one is none, whatever its type: clients send that on DELETE. Its bounds are
 * checked before it is parsed.
 */
function acceptJsonOnly(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  const longBodies = new LongBodies(app)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    const parse = () => {
      const problem = unboundedJson(body, request.routeOptions.config.bodyValues ?? 0)
      if (problem) done(problem)
      else void parseJson(request, body, done)
    }
    if (body === '') done(null, undefined)
    else longBodies.enter(request, body, parse)
  })
}
