import { Problem } from '../http/problem.ts'

/** What every refused token is answered with, whatever is wrong with it (RFC 6750, 3.1). */
export const CHALLENGE = 'Bearer error="invalid_token"'

/**
 * The one answer to every token that is not good. The reason is for the log only: it would help to forge a better one.
 */
export function invalidToken(reason: unknown): Problem {
  return new Problem('invalid-token', { headers: { 'www-authenticate': CHALLENGE }, cause: reason })
}
