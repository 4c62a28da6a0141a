import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { purgeExpiredSync } from '../changes/purge-expired.ts'
import { purgeExpiredTrash } from '../changes/purge-trash.ts'

const DAY_MS = 86_400_000

/** Two devices of Ada's, and a list of hers. */
async function twoDevices({ as }: TestServer) {
  const ada = await as('ada')
  const [phone, laptop] = [new TestDevice(ada), new TestDevice(ada)]
  const home = newId()
  await phone.push({ type: 'list.put', listId: home, fields: { name: 'Home' } })
  return { ada, phone, laptop, home }
}

function put(listId: string, title: string, key = newId()) {
  return { type: 'todo.put' as const, listId, key, fields: { title } }
}

function titled(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `Todo ${String(n).padStart(3, '0')}`)
}

function test(name: string, body: (server: TestServer) => Promise<void>): void {
  everyServer(name, (_t: TestContext, server) => body(server))
}

test('the first pull brings all lists with their members, the next one only what changed', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  await phone.push(put(home, 'Paint the fence'))
  await laptop.pull()
  assert.equal(laptop.replicas.size, 2)
  assert.deepEqual(laptop.lastResets.sort(), [...laptop.replicas.keys()].sort())
  assert.deepEqual(
    laptop.replicas.get(home)?.members?.map(({ username, role }) => ({ username, role })),
    [{ username: 'ada', role: 'owner' }],
  )
  assert.deepEqual((await laptop.pullPage()).lists, [])

  await phone.push(put(home, 'Buy paint'))
  const { lists, more } = await laptop.pullPage()
  assert.equal(more, false)
  assert.deepEqual(
    lists.map(({ id, reset, rows }) => ({ id, reset, rows: Object.keys(rows), count: rows.todos.length })),
    [{ id: home, reset: false, rows: ['todos'], count: 1 }],
  )
})

test('what is in the trash is there, too: a todo, and a list with its todos', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  const key = newId()
  await phone.push(put(home, 'Paint', key), { type: 'todo.delete', listId: home, key })
  await phone.push({ type: 'list.delete', listId: home })
  await laptop.pull()
  const replica = laptop.replicas.get(home)
  assert.notEqual(replica?.list?.deletedAt, null)
  assert.notEqual(replica?.todos.get(key)?.deletedAt, null)
})

test('what is purged from the trash is gone, a list that is deleted for good is dropped', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  const { db, clock } = server.tally.accounts
  const [work, key] = [newId(), newId()]
  await phone.push(put(home, 'Paint', key), { type: 'list.put', listId: work, fields: { name: 'Work' } })
  await laptop.pull()
  await phone.push({ type: 'todo.delete', listId: home, key }, { type: 'list.delete', listId: work })
  await purgeExpiredTrash(db, () => clock() + (limits.trashDays + 1) * DAY_MS)
  const page = await laptop.pullPage()
  assert.deepEqual(page.dropped, [work])
  assert.deepEqual(
    page.lists.map(({ id, rows }) => ({ id, gone: rows.todos.map((todo) => 'gone' in todo && todo.id) })),
    [{ id: home, gone: [key] }],
  )
  laptop.take(page)
  assert.deepEqual([laptop.titles(home), laptop.replicas.has(work)], [[], false])
})

test('a page ends between two versions and has no more rows than asked for', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  for (const titles of [titled(30), titled(30)]) {
    await phone.push(...titles.map((title) => put(home, title)))
  }
  await phone.push({ type: 'batch', listId: home, ops: titled(10).map((title) => put(home, title)) })
  const sizes: number[] = []
  for (let more = true; more; ) {
    const page = await laptop.pullPage(25)
    laptop.take(page)
    sizes.push(page.lists.reduce((sum, { rows }) => sum + rows.todos.length, 0))
    more = page.more
  }
  // The batch does not fit into what the third page has left.
  assert.deepEqual(sizes, [25, 25, 20])
  await phone.pull()
  assert.deepEqual(laptop.replicas.get(home)?.todos, phone.replicas.get(home)?.todos)
})

test('what was changed together comes whole, also where it is more than a page', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  await phone.push(put(home, 'Before'))
  await phone.push({ type: 'batch', listId: home, ops: titled(50).map((title) => put(home, title)) })
  await phone.push(put(home, 'After'))
  assert.equal(await laptop.pull(10), 3)
  assert.equal(laptop.titles(home).length, 52)
  const versions = new Set([...(laptop.replicas.get(home)?.todos.values() ?? [])].map(({ ver }) => ver))
  assert.equal(versions.size, 3)
})

test('a replica that is begun in pages is the same as one that came at once, while others write', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  const keys = Array.from({ length: 40 }, () => newId())
  await phone.push(...keys.map((key, n) => put(home, `Todo ${n}`, key)))
  for (let page = 0; page < 5; page += 1) {
    laptop.take(await laptop.pullPage(7))
    const [first = '', second = ''] = keys.splice(0, 2)
    const inbox = [...laptop.replicas.keys()].find((id) => id !== home) ?? ''
    await phone.push(
      { type: 'todo.patch', listId: home, key: first, fields: { title: `Changed ${page}` } },
      { type: 'todo.move', listId: home, key: second, fields: { listId: inbox } },
      put(home, `New ${page}`),
    )
  }
  await laptop.pull(7)
  await phone.pull()
  for (const [id, { todos }] of phone.replicas) {
    assert.deepEqual([...(laptop.replicas.get(id)?.todos.values() ?? [])].sort(byId), [...todos.values()].sort(byId))
  }
})

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}

test('a reader that pulls all the time while ten write misses nothing', async (server) => {
  const { ada, laptop, home } = await twoDevices(server)
  const writing = new AbortController()
  const reader = (async () => {
    while (!writing.signal.aborted) await laptop.pull(20)
  })()
  await Promise.all(
    Array.from({ length: 10 }, async (_, writer) => {
      const device = new TestDevice(ada)
      for (let n = 0; n < 10; n += 1) await device.push(put(home, `${writer}-${n}`), put(home, `${writer}+${n}`))
    }),
  )
  writing.abort()
  await reader
  await laptop.pull()
  assert.equal(laptop.titles(home).length, 200)
  assert.deepEqual(laptop.lastResets, [])
})

test('a todo that moves out of my sight is gone for me and there for those who have the other list', async (server) => {
  const { phone, home } = await twoDevices(server)
  const bob = new TestDevice(await server.as('bob'))
  const { body: bobs } = await bob.client.call(contract.getMe)
  const key = newId()
  const [ours, mine] = [home, newId()]
  await phone.push(
    { type: 'list.put', listId: mine, fields: { name: 'Mine' } },
    { type: 'member.put', listId: ours, key: bobs.id, fields: { role: 'editor' } },
    put(ours, 'Buy a present for Bob', key),
  )
  await bob.push({ type: 'invitation.accept', listId: ours })
  await Promise.all([phone.pull(), bob.pull()])
  assert.deepEqual(bob.titles(ours), ['Buy a present for Bob'])
  await phone.push({ type: 'todo.move', listId: ours, key, fields: { listId: mine } })
  await Promise.all([phone.pull(), bob.pull()])
  assert.deepEqual([bob.titles(ours), phone.titles(ours)], [[], []])
  assert.deepEqual(phone.titles(mine), ['Buy a present for Bob'])
  assert.equal(bob.replicas.has(mine), false)
})

test('a device that was away for longer than tombstones are kept begins that list anew', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  const { db, clock } = server.tally.accounts
  const [key, other] = [newId(), newId()]
  await phone.push(put(home, 'Bought long ago', key), put(home, 'Stays', other))
  await Promise.all([phone.pull(), laptop.pull()])
  const inbox = [...laptop.replicas.keys()].find((id) => id !== home) ?? ''
  await phone.push({ type: 'todo.move', listId: home, key, fields: { listId: inbox } }, put(home, 'After'))
  await phone.pull()
  await purgeExpiredSync(db, () => clock() + (limits.syncDays + 1) * DAY_MS)
  await phone.push(put(home, 'New'))

  await Promise.all([phone.pull(), laptop.pull(1)])
  assert.deepEqual(laptop.lastResets, [home])
  assert.deepEqual(phone.lastResets, [])
  for (const device of [phone, laptop]) assert.deepEqual(device.titles(home), ['After', 'New', 'Stays'])
})

test('a cursor ahead of the list, of another epoch, or of nobody’s making begins anew', async (server) => {
  const { phone, laptop, home } = await twoDevices(server)
  const { db } = server.tally.accounts
  await laptop.pull()
  await phone.push(put(home, 'Paint the fence'))
  const replica = laptop.replicas.get(home)
  assert.ok(replica)
  for (const cursor of [replica.cursor.replace(/^\d+/, '99'), 'nonsense']) {
    replica.cursor = cursor
    const { lists } = await laptop.pullPage()
    assert.deepEqual(
      lists.map(({ id, reset }) => ({ id, reset })),
      [{ id: home, reset: true }],
    )
  }
  await laptop.pull()
  await inTransaction(db, (tx) =>
    tx.updateTable('meta').set({ value: 'restored' }).where('key', '=', 'epoch').execute(),
  )
  await laptop.pull(1)
  assert.equal(laptop.epoch, 'restored')
  assert.deepEqual(laptop.titles(home), ['Paint the fence'])
  assert.equal(laptop.lastResets.length, 2)
})

test('a list that is not mine, or no longer, is dropped', async (server) => {
  const { phone } = await twoDevices(server)
  await phone.pull()
  const nobodys = newId()
  phone.replicas.set(nobodys, { cursor: '1:0:x', role: 'owner', todos: new Map() })
  assert.deepEqual((await phone.pullPage()).dropped, [nobodys])
})

test('a verdict is remembered for ninety days, and putting again afterwards is still harmless', async (server) => {
  const { phone, home } = await twoDevices(server)
  const { db, clock } = server.tally.accounts
  const operation = { id: newId(), ...put(home, 'Paint the fence') }
  const [first] = await phone.push(operation)
  await purgeExpiredSync(db, () => clock() + (limits.syncDays - 1) * DAY_MS)
  assert.deepEqual(await phone.push(operation), [{ ...first, dup: true }])
  await purgeExpiredSync(db, () => clock() + (limits.syncDays + 1) * DAY_MS)
  const [late] = await phone.push(operation)
  assert.deepEqual(late, first)
  await phone.pull()
  assert.deepEqual(phone.titles(home), ['Paint the fence'])
})
