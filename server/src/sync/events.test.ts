import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { EventReader } from '../../test/event-reader.ts'
import type { TestClient } from '../../test/test-client.ts'
import { accept, invite } from '../../test/share-list.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { until } from '../../test/until.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { makeChange } from '../changes/make-change.ts'

/** Streams that are closed after the test. */
function listener(t: TestContext, { url }: TestServer) {
  return async (client: TestClient) => {
    const reader = await EventReader.open(url, client.token)
    t.after(() => reader.close())
    await reader.next('hello')
    return reader
  }
}

async function inboxOf(client: TestClient): Promise<string> {
  return (await client.call(contract.listLists)).body[0]?.id ?? ''
}

everyServer('a stream says hello with the epoch, and proxies are told not to hold it back', async (t, server) => {
  const ada = await server.as('ada')
  const reader = await EventReader.open(server.url, ada.token)
  t.after(() => reader.close())
  const { body } = await ada.call(contract.pullChanges, { body: { client: newId(), schema: 1, cursors: {} } })
  await reader.next('hello', { epoch: body.epoch })
  const { headers } = reader.response
  assert.match(headers.get('content-type') ?? '', /^text\/event-stream/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('x-accel-buffering'), 'no')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
})

everyServer('what is changed over REST is hinted to my other devices and to nobody else', async (t, server) => {
  const [ada, eve] = [await server.as('ada'), await server.as('eve')]
  const listen = listener(t, server)
  const [hers, others] = [await listen(ada), await listen(eve)]
  const list = await inboxOf(ada)
  await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  await hers.next('hint', { list, ver: 2 })
  await eve.call(contract.addTodo, { body: { title: 'Buy bread' } })
  await others.next('hint', { list: await inboxOf(eve), ver: 2 })
  assert.deepEqual(others.events, [])
})

everyServer('many changes at once are one hint, of the newest version', async (t, server) => {
  const ada = await server.as('ada')
  const reader = await listener(t, server)(ada)
  const list = await inboxOf(ada)
  const ops = Array.from({ length: 100 }, (_, n) => ({
    id: newId(),
    type: 'todo.put' as const,
    listId: list,
    key: newId(),
    fields: { title: `Todo ${n}` },
  }))
  await ada.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops } })
  await reader.next('hint')
  await ada.call(contract.addTodo, { body: { title: 'The last' } })
  await reader.next('hint', { list, ver: 102 })
  assert.deepEqual(reader.events, [])
})

everyServer('a hint comes after the commit and not before, and none for what is undone', async (t, server) => {
  const { deps } = server.tally
  const ada = await server.as('ada')
  const { body: me } = await ada.call(contract.getMe)
  const actor = { userId: me.id, role: me.role, sessionId: newId() }
  const reader = await listener(t, server)(ada)
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const { body: work } = await ada.call(contract.addList, { body: { name: 'Work' } })
  await reader.next('hint', { list: home.id, ver: 1 })
  await reader.next('hint', { list: work.id, ver: 1 })

  const addTo = (listId: string, then: () => Promise<void>) =>
    inTransaction(deps.db, async (tx) => {
      const fields = { title: 'Buy milk' }
      await makeChange(tx, deps, actor, { type: 'todo.put', listId, key: newId(), fields })
      await then()
    })
  const undone = addTo(home.id, () => Promise.reject(new Error('changed my mind')))
  await assert.rejects(undone, /changed my mind/)
  let heardBefore: unknown
  await addTo(work.id, async () => {
    // Three times as long as hints are gathered.
    await new Promise((resolve) => setTimeout(resolve, 30))
    heardBefore = reader.events.find(({ name }) => name === 'hint')
  })
  assert.equal(heardBefore, undefined)
  await reader.next('hint', { list: work.id, ver: 2 })
  assert.ok(!reader.events.some(({ data }) => (data as { list?: string }).list === home.id))
})

everyServer('a new list is access to it on my other devices', async (t, server) => {
  const ada = await server.as('ada')
  const reader = await listener(t, server)(ada)
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  await reader.next('access', {})
  await reader.next('hint', { list: home.id, ver: 1 })
})

everyServer(
  'who is invited, gets a list, another role, or loses it is told so at once, and of the list only while they have it',
  async (t, server) => {
    const [ada, bob] = [await server.as('ada'), await server.as('bob')]
    const onBobs = await listener(t, server)(bob)
    const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
    const params = { id: home.id }
    const userId = await invite({ owner: ada, listId: home.id, person: bob, role: 'viewer' })
    await onBobs.next('access', {})
    await ada.call(contract.addTodo, { body: { title: 'Not yet for Bob', listId: home.id } })
    await accept(bob, home.id)
    await onBobs.next('access', {})
    await onBobs.next('hint', { list: home.id, ver: 4 })
    await ada.call(contract.putMember, { params: { ...params, userId }, body: { role: 'editor' } })
    await onBobs.next('access', {})
    await onBobs.next('hint', { list: home.id, ver: 5 })
    await ada.call(contract.deleteMember, { params: { ...params, userId } })
    await onBobs.next('access', {})
    await ada.call(contract.addTodo, { body: { title: 'A secret', listId: home.id } })
    await bob.call(contract.addTodo, { body: { title: 'Buy bread' } })
    await onBobs.next('hint', { list: await inboxOf(bob), ver: 2 })
    assert.deepEqual(onBobs.events, [])
  },
)

everyServer('a stream ends at once with its session, and only that one', async (t, server) => {
  const [phone, laptop] = [await server.as('ada'), await server.as('ada')]
  const listen = listener(t, server)
  const [onPhone, onLaptop] = [await listen(phone), await listen(laptop)]
  await laptop.call(contract.endOtherSessions)
  await onPhone.next('bye', { reason: 'signed-out' })
  await onPhone.ended
  await laptop.call(contract.addTodo, { body: { title: 'Buy milk' } })
  await onLaptop.next('hint')
})

everyServer(
  'one stream more than a person may have ends the oldest of theirs, however many are asked for, and nobody else’s',
  async (t, server) => {
    const [ada, bob] = [await server.as('ada'), await server.as('bob')]
    const listen = listener(t, server)
    const [others, first, second] = [await listen(bob), await listen(ada), await listen(ada)]
    const third = await listen(ada)
    await first.next('bye', { reason: 'too-many' })
    await first.ended
    assert.equal(third.response.headers.get('connection'), 'close')
    const more = new Set(await Promise.all(Array.from({ length: 6 }, () => listen(ada))))
    for (const reader of more) void reader.ended.then(() => more.delete(reader))
    await second.ended
    await third.ended
    // Asked for at once, they come in an order that is the server's.
    await until('all but two of them end', 5000, () => more.size === 2)
    await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
    for (const reader of more) await reader.next('hint')
    await bob.call(contract.addTodo, { body: { title: 'Buy bread' } })
    await others.next('hint')
  },
  { TALLY_QUOTA_STREAMS: '2' },
)

everyServer('who is disabled hears no more', async (t, server) => {
  const admin = await server.as('admin', 'admin')
  const ada = await server.as('ada')
  const reader = await listener(t, server)(ada)
  const { body: me } = await ada.call(contract.getMe)
  await admin.call(contract.changeUser, { params: { id: me.id }, body: { disabled: true } })
  await reader.next('bye', { reason: 'signed-out' })
  await reader.ended
})

everyServer(
  'when the server stops, streams hear of the last change, end with a word and do not hold it up',
  async (t, server) => {
    const ada = await server.as('ada')
    const reader = await listener(t, server)(ada)
    await ada.call(contract.addTodo, { body: { title: 'The last one' } })
    await server.tally.close()
    await reader.next('hint')
    await reader.next('bye', { reason: 'stopping' })
    await reader.ended
    await until('the port is closed', 5000, () =>
      fetch(`${server.url}/healthz`).then(
        () => false,
        () => true,
      ),
    )
  },
)
