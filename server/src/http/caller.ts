import type { FastifyRequest } from 'fastify'
import { clientAddressOf } from './addresses/client-address.ts'
import { deviceName } from './device-name.ts'

/** Where a request comes from, as far as it can be told: for people to recognize, and to count attempts by. */
export type Caller = {
  /** The IP address; that of the proxy unless `TALLY_TRUST_PROXY` names it. */
  readonly address: string
  /** Such as "Firefox on Linux". */
  readonly device: string
}

export function callerOf(request: Pick<FastifyRequest, 'ip' | 'ips' | 'headers'>): Caller {
  return { address: clientAddressOf(request), device: deviceName(request.headers['user-agent']) }
}
