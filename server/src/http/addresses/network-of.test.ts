import assert from 'node:assert/strict'
import test from 'node:test'
import { networkOf } from './network-of.ts'

const networks: [address: string, network: string][] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::2:0:0:0:1', '2001:db8:0:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['[2001:DB8:1:2::1]:4711', '2001:db8:1:2::/64'],
  ['192.0.2.7:4711', '192.0.2.7'],
  ['not an address', 'not an address'],
]

for (const [address, network] of networks) {
  test(`${address} is counted as ${network}`, () => assert.equal(networkOf(address), network))
}
