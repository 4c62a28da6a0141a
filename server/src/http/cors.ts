import type { FastifyInstance } from 'fastify'
import type { Access } from '@tally/contract'

/** How long a browser may remember what a preflight said, in seconds. */
const PREFLIGHT_SECONDS = 600
const EXPOSED = 'ETag, Link, Location, Retry-After'

/**
 * Lets pages of the named origins call what takes a bearer token (WHATWG Fetch, 3.3). Cookies are never allowed with
 * it, and what sets or reads one stays closed: sign-in is for our own pages. Called before any route is added; without
 * origins it does nothing, and the browser's same-origin policy stands.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  const allowed = new Set(origins)
  const methods = new Map<string, string[]>()

  app.addHook('onRoute', ({ method, url, config }) => {
    if (!takesBearer(config?.access)) return
    const known = methods.get(url)
    const added = [method].flat().filter((one) => one !== 'HEAD')
    methods.set(url, [...(known ?? []), ...added])
    if (known) return
    // The preflight has no token, and tells only what the contract tells anybody.
    app.options(url, { config: { access: 'public' } }, (request, reply) => {
      const { origin } = request.headers
      reply.header('vary', 'Origin').code(204)
      if (origin === undefined || !allowed.has(origin)) return reply.send()
      return reply
        .headers({
          'access-control-allow-origin': origin,
          'access-control-allow-methods': (methods.get(url) ?? []).join(', '),
          'access-control-allow-headers': 'Authorization, Content-Type, If-Match, If-None-Match',
          'access-control-max-age': String(PREFLIGHT_SECONDS),
        })
        .send()
    })
  })

  app.addHook('onRequest', (request, reply, done) => {
    if (takesBearer(request.routeOptions.config.access)) {
      reply.header('vary', 'Origin')
      const { origin } = request.headers
      if (origin !== undefined && allowed.has(origin)) {
        reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED })
      }
    }
    done()
  })
}

function takesBearer(access: Access | undefined): boolean {
  return access === 'signed-in' || access === 'admin'
}
