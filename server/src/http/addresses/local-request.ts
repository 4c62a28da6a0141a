import type { FastifyRequest } from 'fastify'
import { isLoopback, isLoopbackHost } from './ip-address.ts'

/** What proxies add to a request. */
const OF_PROXIES = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
] as const

/**
 * Does somebody on this very machine make the request, and nobody else behind a proxy? For that the public address, the
 * socket, the `Host` and the page must all be this machine. A bare nginx sends `Host: 127.0.0.1` and no header of its
 * own, but it speaks HTTP/1.0, and the page a visitor has open is not of this machine.
 */
export function isLocal({ raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>, publicUrl: string): boolean {
  const { origin } = headers
  return (
    isLoopbackHost(new URL(publicUrl).host) &&
    isLoopback(raw.socket.remoteAddress ?? '') &&
    isLoopbackHost(headers.host ?? '') &&
    (origin === undefined || isLoopbackHost(URL.parse(origin)?.host ?? '')) &&
    raw.httpVersion !== '1.0' &&
    !OF_PROXIES.some((name) => name in headers)
  )
}
