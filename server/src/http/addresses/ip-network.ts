import { readIpAddress, type IpAddress } from './ip-address.ts'

/** Addresses that begin with the same bits as one of them. */
export type IpNetwork = { readonly address: IpAddress; readonly bits: number }

const MAPPED_BITS = 96

/**
 * Reads `10.0.0.0/8`, `fd00::/8`, or one address, in any form an address may be written in; undefined for any other
 * text, and for `/0`, which is everybody.
 */
export function readIpNetwork(text: string): IpNetwork | undefined {
  const [, written = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = readIpAddress(written)
  if (!address) return undefined
  const longest = address.kind() === 'ipv4' ? 32 : 128
  if (prefix === undefined) return { address, bits: longest }
  // Of IPv4 written as IPv6 the first 96 bits say only that.
  const isMapped = longest === 32 && written.includes(':')
  const bits = Number(prefix) - (isMapped ? MAPPED_BITS : 0)
  return bits >= 1 && bits <= longest ? { address, bits } : undefined
}

/** Is the address in one of the networks? Takes what `readIpAddress` takes; any other text is in none. */
export function isInNetworks(text: string, networks: readonly IpNetwork[]): boolean {
  const address = readIpAddress(text)
  return address !== undefined && networks.some((network) => contains(network, address))
}

function contains({ address: first, bits }: IpNetwork, address: IpAddress): boolean {
  return first.kind() === address.kind() && address.match(first, bits)
}
