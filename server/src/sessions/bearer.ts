import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { invalidToken } from './invalid-token.ts'

const MAX_LENGTH = 6144
const SCHEME = 'bearer '

/**
 * The access token of a request: what follows the scheme in its one `Authorization` header (RFC 6750, 2.1). It may be
 * anything yet. A token elsewhere counts for nothing, and beside the header makes the request ambiguous.
 *
 * Throws Problem `invalid-token` or `ambiguous-credentials`.
 */
export function readBearer(request: Pick<FastifyRequest, 'headers' | 'raw' | 'query' | 'url'>): string {
  const header = request.headers.authorization
  // No error code where no token was sent (RFC 6750, 3.1).
  if (header === undefined) throw new Problem('invalid-token', { headers: { 'www-authenticate': 'Bearer' } })
  if (hasSecondAuthorization(request.raw.rawHeaders)) throw invalidToken('more than one Authorization header')
  if (hasTokenInQuery(request)) throw new Problem('ambiguous-credentials')
  if (header.length > MAX_LENGTH) throw invalidToken('Authorization is too long')
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) throw invalidToken('the scheme is not Bearer')
  return header.slice(SCHEME.length)
}

/** Node keeps the first of several, a proxy before it may have looked at the last: `headers` cannot tell. */
function hasSecondAuthorization(rawHeaders: readonly string[]): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length === 13 && name.toLowerCase() === 'authorization') count += 1
  }
  return count > 1
}

function hasTokenInQuery({ url, query }: Pick<FastifyRequest, 'url' | 'query'>): boolean {
  return url.includes('?') && typeof query === 'object' && query !== null && 'access_token' in query
}
