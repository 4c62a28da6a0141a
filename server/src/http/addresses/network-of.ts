import { readIpAddress } from './ip-address.ts'

const PREFIX_GROUPS = 4

/**
 * Whom an IP address stands for when attempts are counted: an IPv4 address itself, also when it is written as IPv6; of
 * IPv6 the first 64 bits, since every household and every rented server has all addresses below them (RFC 6177).
 */
export function networkOf(text: string): string {
  const address = readIpAddress(text)
  if (address === undefined || !('parts' in address)) return address?.toString() ?? text
  const prefix = address.parts.slice(0, PREFIX_GROUPS).map((group) => group.toString(16))
  return `${prefix.join(':')}::/64`
}
