import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as contract from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { accept, makeLink, shareList } from '../../test/share-list.ts'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

/** Ada with a list, Bob and Eve without one; people by name. */
async function household({ as }: TestServer) {
  const [ada, bob, eve] = [await as('ada', 'admin'), await as('bob'), await as('eve')]
  const { body: list } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const idOf = async (client: TestClient) => (await client.call(contract.getMe)).body.id
  const ids = { ada: await idOf(ada), bob: await idOf(bob), eve: await idOf(eve) }
  const people = { ada, bob, eve }
  const invite = (username: string, role: 'editor' | 'viewer', by = ada) =>
    by.call(contract.addMember, { params: { id: list.id }, body: { username, role } })
  const share = (person: TestClient, role: 'editor' | 'viewer') =>
    shareList({ owner: ada, listId: list.id, person, role })
  const members = async (by = ada) =>
    (await by.call(contract.listMembers, { params: { id: list.id } })).body.map(
      ({ username, role }) => `${username} ${role}`,
    )
  const put = (who: keyof typeof ids, role: contract.ListRole, by = ada) =>
    by.call(contract.putMember, { params: { id: list.id, userId: ids[who] }, body: { role } })
  const handOver = async (who: keyof typeof ids) => {
    assert.equal((await put(who, 'owner')).status, 201)
    await accept(people[who], list.id)
  }
  const remove = (who: keyof typeof ids, by = ada) =>
    by.call(contract.deleteMember, { params: { id: list.id, userId: ids[who] } })
  return { ada, bob, eve, ids, list, invite, share, members, put, handOver, remove }
}

function test(name: string, body: (server: TestServer) => Promise<void>, settings?: Record<string, string>): void {
  everyServer(name, (_t: TestContext, server) => body(server), settings)
}

test('a list is shared by the exact username, in any capitals; sharing again changes the role', async (server) => {
  const { bob, list, invite, members } = await household(server)
  const invited = await invite('BOB', 'viewer')
  assert.equal(invited.status, 201)
  await accept(bob, list.id)
  assert.equal((await bob.call(contract.getList, { params: { id: list.id } })).body.role, 'viewer')
  assert.equal((await invite('bob', 'editor')).status, 200)
  assert.deepEqual(await members(bob), ['ada owner', 'bob editor'])
  assert.equal((await invite('bo', 'viewer')).problem, 'user-not-found')
  assert.equal((await invite('ada', 'viewer')).problem, 'last-owner')
})

test('who may not share learns nothing about who is here', async (server) => {
  const { bob, invite, share } = await household(server)
  await share(bob, 'editor')
  assert.equal((await invite('eve', 'viewer', bob)).problem, 'list-read-only')
  assert.equal((await invite('nobody at all', 'viewer', bob)).problem, 'list-read-only')
})

test('the Inbox is not shared, nor is a list in the trash', async (server) => {
  const { ada, list, invite } = await household(server)
  const { body: lists } = await ada.call(contract.listLists)
  const inbox = lists.find(({ kind }) => kind === 'inbox')?.id ?? ''
  const body = { username: 'bob', role: 'editor' as const }
  const intoInbox = await ada.call(contract.addMember, { params: { id: inbox }, body })
  assert.equal(intoInbox.problem, 'inbox-fixed')
  await ada.call(contract.deleteList, { params: { id: list.id } })
  assert.equal((await invite('bob', 'editor')).problem, 'list-deleted')
})

test('what was assigned to somebody who is removed is nobody’s, and the others see both', async (server) => {
  const { ada, bob, eve, ids, list, share, remove } = await household(server)
  await share(bob, 'editor')
  await share(eve, 'viewer')
  const devices = [new TestDevice(ada), new TestDevice(eve), new TestDevice(bob)] as const
  const [onAdas, onEves, onBobs] = devices
  const key = newId()
  const fields = { title: 'Paint the fence', assigneeId: ids.bob }
  await onAdas.push({ type: 'todo.put', listId: list.id, key, fields })
  for (const device of devices) await device.pull()
  assert.equal(onEves.replicas.get(list.id)?.todos.get(key)?.assigneeId, ids.bob)

  assert.equal((await remove('bob')).status, 204)
  for (const device of devices) await device.pull()
  for (const device of [onAdas, onEves]) {
    const replica = device.replicas.get(list.id)
    assert.ok(replica)
    assert.equal(replica.todos.get(key)?.assigneeId, null)
    assert.deepEqual(
      replica.members?.map(({ username }) => username),
      ['ada', 'eve'],
    )
  }
  assert.equal(onBobs.replicas.has(list.id), false)
})

test('another role or place of a list reaches my other devices', async (server) => {
  const { bob, list, put, share } = await household(server)
  await share(bob, 'viewer')
  const [phone, laptop] = [new TestDevice(bob), new TestDevice(bob)]
  await laptop.pull()
  await put('bob', 'editor')
  await phone.push({ type: 'list.patch', listId: list.id, fields: { position: 'a9' } })
  await laptop.pull()
  const replica = laptop.replicas.get(list.id)
  assert.deepEqual([replica?.role, replica?.list?.role, replica?.list?.position], ['editor', 'editor', 'a9'])
})

test('a shared list outlives the account of its owner: the longest-standing editor has it then', async (server) => {
  const { ada, bob, eve, ids, list, put, handOver, share } = await household(server)
  const { body: own } = await ada.call(contract.addList, { body: { name: 'Secret' } })
  await share(eve, 'viewer')
  await share(bob, 'editor')
  await handOver('bob')
  await put('ada', 'viewer', bob)
  await put('eve', 'editor', bob)
  assert.equal((await ada.call(contract.deleteUser, { params: { id: ids.bob } })).status, 204)
  const device = new TestDevice(eve)
  await device.pull()
  const members = device.replicas.get(list.id)?.members?.map(({ username, role }) => `${username} ${role}`)
  assert.deepEqual(members, ['eve owner', 'ada viewer'])
  assert.equal(device.replicas.has(own.id), false)
})

test('where only viewers are left, one of them becomes the owner', async (server) => {
  const { ada, bob, ids, put, handOver, share, members } = await household(server)
  await share(bob, 'viewer')
  await handOver('bob')
  await put('ada', 'viewer', bob)
  await ada.call(contract.deleteUser, { params: { id: ids.bob } })
  assert.deepEqual(await members(), ['ada owner'])
})

for (const role of ['editor', 'viewer'] as const) {
  test(`a list passes to the ${role} who can sign in rather than to the editor who is disabled`, async (server) => {
    const { ada, bob, eve, ids, share, handOver, remove, members } = await household(server)
    const carl = await server.as('carl')
    await share(eve, 'editor')
    await share(carl, role)
    await share(bob, 'editor')
    await handOver('bob')
    await remove('ada', bob)
    await ada.call(contract.changeUser, { params: { id: ids.eve }, body: { disabled: true } })
    await ada.call(contract.deleteUser, { params: { id: ids.bob } })
    assert.deepEqual(await members(carl), ['carl owner', 'eve editor'])
  })
}

test(
  'people see everyone, unless the directory is for admins: then those they share a list with',
  async (server) => {
    const { bob, eve, list, ada } = await household(server)
    const names = async (client: TestClient) =>
      (await client.call(contract.listUsers)).body.map(({ username }) => username)
    const link = await makeLink(ada, list.id, 'viewer')
    await bob.call(contract.joinList, { body: { link } })
    assert.deepEqual(await names(ada), ['ada', 'bob', 'eve'])
    assert.deepEqual(await names(bob), ['ada', 'bob'])
    assert.deepEqual(await names(eve), ['eve'])
  },
  { TALLY_DIRECTORY: 'admins' },
)

test('what somebody may do in Tally is for admins to see, and for nobody else', async (server) => {
  const { ada, bob, list, share } = await household(server)
  await share(bob, 'editor')
  const admin = (await ada.call(contract.listUsers)).body.find(({ username }) => username === 'ada')
  assert.equal(admin?.role, 'admin')
  const { body: seen } = await bob.call(contract.listUsers)
  assert.deepEqual(
    seen.flatMap((user) => Object.keys(user)),
    seen.flatMap(() => ['id', 'username', 'displayName']),
  )
  const { body: members } = await bob.call(contract.listMembers, { params: { id: list.id } })
  assert.equal(JSON.stringify(members).includes('admin'), false)
})
