import type { IncomingHttpHeaders } from 'node:http'
import { Problem } from '../http/problem.ts'

/**
 * Throws Problem `cross-site-request` when a browser sends the request for a page of another site. Called where a
 * cookie counts or is set, since the browser attaches cookies on its own.
 *
 * A browser says where a request comes from in `Sec-Fetch-Site`, or at least (an old one, or one on plain http) in
 * `Origin`; a page can change neither. What sends neither of them is no browser. `ourOrigin` is that of our public
 * address.
 */
export function requireSameSite(headers: IncomingHttpHeaders, ourOrigin: string): void {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  const same =
    site === undefined ? origin === undefined || origin === ourOrigin : site === 'same-origin' || site === 'none'
  if (!same) throw new Problem('cross-site-request', { cause: `from ${site ?? origin}` })
}
