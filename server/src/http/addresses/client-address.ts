import type { FastifyRequest } from 'fastify'
import { readIpAddress } from './ip-address.ts'

/**
 * The IP address a request comes from, in one form: that of the socket, or what trusted proxies say of it. Text in
 * `X-Forwarded-For` that is no address counts for nothing; then it is the address of the proxy that sent it on.
 */
export function clientAddressOf(request: Pick<FastifyRequest, 'ip' | 'ips'>): string {
  // From the client to the socket; `ips` is there only where a proxy is trusted. A closed socket has no address.
  const texts: readonly (string | undefined)[] = request.ips?.toReversed() ?? [request.ip]
  for (const text of texts) {
    const address = text === undefined ? undefined : readIpAddress(text)
    if (address) return address.toString()
  }
  return 'unknown'
}
