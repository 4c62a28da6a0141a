import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import * as contract from '@tally/contract'
import { everyServer, PASSWORD } from '../../test/test-server.ts'
import { DeviceKeys } from './device-keys.ts'
import { Secrets } from './secrets.ts'

const DAY = 86_400
const KEY = /^[A-Za-z0-9_-]{43}$/

everyServer('a person gets the same key at each sign-in and refresh, and nobody else gets it', async (_t, server) => {
  const ada = await server.as('ada')
  await server.as('eve')
  const signIn = async (username: string) =>
    (await server.nobody().call(contract.signIn, { body: { username, password: PASSWORD } })).body.deviceKeys
  const keys = await signIn('ada')
  assert.match(keys?.[0] ?? '', KEY)
  assert.deepEqual(await signIn('ada'), keys)
  assert.deepEqual((await ada.call(contract.refreshSession)).body.deviceKeys, keys)
  const others = await signIn('eve')
  assert.match(others?.[0] ?? '', KEY)
  assert.notDeepEqual(others, keys)
})

everyServer(
  'a device is told how long its session lasts unused, and never beyond its end',
  async (_t, { as, clock }) => {
    const ada = await as('ada')
    const left = async () => ((await ada.call(contract.refreshSession)).body.sessionEndsIn ?? 0) / DAY
    assert.equal(Math.round(await left()), 14)
    for (const [day, expected] of [
      [13, 14],
      [25, 5],
      [29, 1],
    ] as const) {
      clock.ahead = day * DAY * 1000
      assert.equal(Math.round(await left()), expected)
    }
  },
)

test('a key comes from the root secret alone, and says nothing about other secrets', () => {
  const root = randomBytes(32)
  const keyOf = (secret: Buffer, userId: string) =>
    new DeviceKeys(new Secrets([{ version: 1, root: secret }]).deriveAll('device-key')).of(userId)[0]
  assert.equal(keyOf(root, 'ada'), keyOf(root, 'ada'))
  assert.notEqual(keyOf(root, 'ada'), keyOf(root, 'eve'))
  assert.notEqual(keyOf(root, 'ada'), keyOf(randomBytes(32), 'ada'))
})
