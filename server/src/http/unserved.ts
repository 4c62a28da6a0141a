import type { FastifyRequest } from 'fastify'
import type { RoutePolicy } from './access.ts'
import { Problem } from './problem.ts'
import { pathOf } from './request-log.ts'

/**
 * The problem of a request that no route serves: `method-not-allowed` with `Allow` where its path takes other methods
 * (RFC 9110, 15.5.6), `not-found` otherwise.
 */
export function unserved({ url }: Pick<FastifyRequest, 'url'>, policies: readonly RoutePolicy[]): Problem {
  const path = pathOf(url)
  const methods = policies.filter((policy) => matches(policy.path, path)).map(({ method }) => method)
  if (methods.length === 0) return new Problem('not-found')
  const allow = new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))
  return new Problem('method-not-allowed', { headers: { allow: [...allow].sort().join(', ') } })
}

/** Whether a path fits that of a route, segment by segment. The web app's wildcard fits nothing. */
function matches(route: string, path: string): boolean {
  const [wanted, given] = [route.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
}
