import assert from 'node:assert/strict'
import test from 'node:test'
import { isLoopback, isLoopbackHost, readIpAddress } from './ip-address.ts'
import { isInNetworks, readIpNetwork } from './ip-network.ts'

const forms: Record<string, string[]> = {
  '192.0.2.7': [
    '192.0.2.7',
    '192.0.2.7:4711',
    '192.000.002.007',
    '::ffff:192.0.2.7',
    '::FFFF:192.0.2.7',
    '::ffff:c000:207',
    '0:0:0:0:0:ffff:c000:0207',
    '0000:0000:0000:0000:0000:ffff:192.0.2.7',
    '[::ffff:192.0.2.7]:443',
    '::ffff:192.0.2.7%eth0',
  ],
  '2001:db8::7': [
    '2001:db8::7',
    '2001:DB8::0007',
    '2001:0db8:0:0:0:0:0:7',
    '2001:0db8:0000:0000:0000:0000:0.0.0.7',
    '[2001:db8::7]',
    '[2001:db8::7]:4711',
    '2001:db8::7%25eth0',
  ],
}

for (const [address, written] of Object.entries(forms)) {
  test(`${address} is one address in whatever form it is written`, () => {
    for (const text of written) assert.equal(readIpAddress(text)?.toString(), address, text)
  })
}

test('what is no address is none', () => {
  const texts = ['', '1', '1.2', '0x7f.0.0.1', '2130706433', '256.1.1.1', '1.2.3.4.5', ':::', '1::2::3', 'localhost']
  for (const text of [...texts, '192.0.2.7 evil', '192.0.2.7\n', '[192.0.2.7', '"192.0.2.7"', 'unknown', '_hidden']) {
    assert.equal(readIpAddress(text), undefined, text)
  }
})

test('loopback is told in every form, and is nothing else', () => {
  for (const text of ['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::FFFF:7f00:1']) {
    assert.ok(isLoopback(text), text)
  }
  for (const text of ['128.0.0.1', '::2', '::ffff:128.0.0.1', '127.0.0.1.example.org'])
    assert.ok(!isLoopback(text), text)
  for (const host of ['localhost', 'LOCALHOST:4000', '127.0.0.1:4000', '[::1]', '[::1]:4000']) {
    assert.ok(isLoopbackHost(host), host)
  }
  for (const host of ['localhost.example.org', 'todo.example.org', '192.0.2.7', 'localhost:', '']) {
    assert.ok(!isLoopbackHost(host), host)
  }
})

test('a network holds an address in whatever form either is written', () => {
  const cases: [network: string, inside: string, outside: string][] = [
    ['10.0.0.0/8', '::ffff:a01:203', '11.0.0.1'],
    ['::ffff:10.0.0.0/104', '10.1.2.3', '::ffff:11.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1:80', '10.0.0.2'],
    ['FD00::/8', 'fd12:0::1%eth0', 'fe80::1'],
    ['::1', '0:0:0:0:0:0:0:1', '127.0.0.1'],
  ]
  for (const [text, inside, outside] of cases) {
    const network = readIpNetwork(text)
    assert.ok(network, text)
    assert.ok(isInNetworks(inside, [network]), `${inside} in ${text}`)
    assert.ok(!isInNetworks(outside, [network]), `${outside} in ${text}`)
    assert.ok(!isInNetworks('no address', [network]))
  }
})
