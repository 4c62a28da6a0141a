import { isIP } from 'node:net'
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

/** An IP address; equal ones are written alike by `toString()`. */
export type IpAddress = IPv4 | IPv6

/** IPv4 with zeros in front, read as decimal: some proxies write `010.000.000.001`. */
const PADDED = /^\d{1,3}(?:\.\d{1,3}){3}$/
/** What headers may hold (RFC 7239, 6): IPv4 with a port, or IPv6 in brackets, maybe with a port. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([^\]]+)\](?::\d{1,5})?)$/

/**
 * Reads an IP address in any form it may be written in: IPv6 compressed or not, in capitals, with a zone, and IPv4 as
 * IPv6 (`::ffff:1.2.3.4`, `::ffff:102:304`), which is the IPv4 address; each also with a port. Undefined for any other
 * text.
 */
export function readIpAddress(text: string): IpAddress | undefined {
  const [, withPort, inBrackets] = WITH_PORT.exec(text) ?? []
  const [bare = ''] = (withPort ?? inBrackets ?? text).split('%', 1)
  const address = PADDED.test(bare) ? bare.split('.').map(Number).join('.') : bare
  // `parse` alone takes what no proxy writes for an address, such as `1` and `0x7f.1`.
  return isIP(address) === 0 ? undefined : ipaddr.process(address)
}

/** Is it an address by which a machine reaches itself? Takes what `readIpAddress` takes. */
export function isLoopback(text: string): boolean {
  return readIpAddress(text)?.range() === 'loopback'
}

/** Can a host, as it stands in a URL or a `Host` header, maybe with a port, only be this machine? */
export function isLoopbackHost(host: string): boolean {
  return /^localhost(?::\d+)?$/i.test(host) || isLoopback(host)
}
