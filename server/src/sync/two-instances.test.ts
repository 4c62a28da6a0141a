import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { newId } from '../http/id.ts'
import { EventReader } from '../../test/event-reader.ts'
import { TestClient } from '../../test/test-client.ts'
import { TestDevice } from '../../test/test-device.ts'
import { PASSWORD } from '../../test/test-server.ts'
import { serveTwice } from '../../test/two-instances.ts'

/** How soon a hint comes over two instances. */
const PROMISED_MS = 500

/** Two instances on one PostgreSQL; Ada is signed in on both, and listens on B, whose bus can be disturbed. */
async function twoInstances(t: TestContext) {
  const { a, b, stopA, proxy } = await serveTwice(t)
  const onA = new TestClient(a)
  onA.token = (await onA.call(contract.setUp, { body: { username: 'ada', password: PASSWORD } })).body.token
  const onB = new TestClient(b, onA.token)
  const { body: lists } = await onA.call(contract.listLists)
  const reader = await EventReader.open(b, onA.token)
  t.after(() => reader.close())
  await reader.next('hello')
  return { onA, onB, reader, stopA, proxy, inbox: lists[0]?.id ?? '' }
}

function put(listId: string, title: string) {
  return { id: newId(), type: 'todo.put' as const, listId, key: newId(), fields: { title } }
}

test('what is changed on one instance is hinted on the other within half a second', async (t) => {
  const { onA, reader, inbox } = await twoInstances(t)
  const device = new TestDevice(onA)
  for (let ver = 2; ver < 12; ver += 1) {
    await device.push(put(inbox, `Todo ${ver}`))
    await reader.next('hint', { list: inbox, ver }, PROMISED_MS)
  }
  await onA.call(contract.addList, { body: { name: 'Home' } })
  await reader.next('access', {}, PROMISED_MS)
})

test('an operation that two instances get at once is applied once, and both give the same verdict', async (t) => {
  const { onA, onB, inbox } = await twoInstances(t)
  const [one, other] = [new TestDevice(onA), new TestDevice(onB)]
  const ops = Array.from({ length: 30 }, (_, n) => put(inbox, `Todo ${n}`))
  const [first, second] = await Promise.all([one.push(...ops), other.push(...ops)])
  const versions = (verdicts: contract.SyncVerdict[]) => verdicts.map((verdict) => verdict.ok && verdict.ver)
  assert.deepEqual(versions(first), versions(second))
  await Promise.all([one.pull(), other.pull()])
  assert.equal(one.titles(inbox).length, 30)
  assert.deepEqual(one.replicas, other.replicas)
})

test('after the bus was lost the streams are told that they may have missed something', async (t) => {
  const { onA, reader, proxy, inbox } = await twoInstances(t)
  proxy.bus = 'is cut'
  await new TestDevice(onA).push(put(inbox, 'Missed'))
  proxy.bus = 'works'
  await reader.next('resync', {}, 10_000)
  await new TestDevice(onA).push(put(inbox, 'Heard'))
  await reader.next('hint', { list: inbox, ver: 3 }, PROMISED_MS)
})

test('a session that ends on one instance ends its streams on the other', async (t) => {
  const { onA, reader } = await twoInstances(t)
  await onA.call(contract.signOut)
  await reader.next('bye', { reason: 'signed-out' }, 2000)
  await reader.ended
})

test('what was changed right before an instance stops is hinted on the other one', async (t) => {
  const { onA, reader, stopA, inbox } = await twoInstances(t)
  await new TestDevice(onA).push(put(inbox, 'The last one'))
  await stopA()
  await reader.next('hint', { list: inbox, ver: 2 }, PROMISED_MS)
})
