import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access } from '@tally/contract'
import type { Actor } from './actor.ts'
import type { Identify, RequireAdmin } from './identify.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    knownActor: Actor | undefined
  }
}

/** A route as the start-up audit saw it. */
export type RoutePolicy = { method: string; path: string; access: Access }

/**
 * Deny by default: one hook at the root identifies whoever calls, for every route, also those added by plugins, and
 * refuses a route that does not say who may call it. The start fails when there is such a route.
 *
 * Returns the policies of all routes, filled while routes are added.
 */
export function guardRoutes(app: FastifyInstance, identify: Identify, requireAdmin: RequireAdmin): RoutePolicy[] {
  const policies: RoutePolicy[] = []

  app.addHook('onRoute', (route) => {
    const access = route.config?.access
    for (const method of [route.method].flat()) {
      if (access === undefined) throw new Error(`${method} ${route.url} does not say who may call it`)
      if (method !== 'HEAD') policies.push({ method, path: route.url, access })
    }
  })

  app.decorateRequest('knownActor', undefined)
  app.addHook('onRequest', (request, _reply, done) => {
    const access = request.routeOptions.config.access
    if (access === 'public' || access === 'cookie' || request.is404) return done()
    if (access === undefined)
      return done(new Error(`No policy for ${request.method} ${request.routeOptions.url ?? '?'}`))
    const admit = (actor: Actor): void | Promise<void> => {
      request.knownActor = actor
      if (access === 'admin') return requireAdmin(actor)
    }
    const fail = (error: unknown) => {
      done(error instanceof Error ? error : new Error('Identity failed', { cause: error }))
    }
    try {
      const actor = identify(request)
      const admitted = actor instanceof Promise ? actor.then(admit) : admit(actor)
      if (admitted) admitted.then(() => done(), fail)
      else done()
    } catch (error) {
      fail(error)
    }
  })
  return policies
}

/** Who makes this request. Throws where no hook identified anybody: then the route is public, or a bug. */
export function requireActor(request: FastifyRequest): Actor {
  if (!request.knownActor)
    throw new Error(`Nobody was identified for ${request.method} ${request.routeOptions.url ?? '?'}`)
  return request.knownActor
}
