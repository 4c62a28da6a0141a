import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { limits, type SyncVerdict } from '@tally/contract'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

/** A device of Ada's and the id of her Inbox. */
async function adasDevice({ as }: TestServer) {
  const device = new TestDevice(await as('ada'))
  const { body: lists } = await device.client.call(contract.listLists)
  return { device, inbox: lists[0]?.id ?? '' }
}

function put(listId: string, title: string, key = newId()) {
  return { type: 'todo.put' as const, listId, key, fields: { title } }
}

/** Verdicts in words: accepted, the code of the refusal, and whether they were known. */
function inWords(verdicts: readonly SyncVerdict[]): string[] {
  return verdicts.map((verdict) => (verdict.ok ? 'ok' : verdict.code) + (verdict.dup ? ' again' : ''))
}

function test(name: string, body: (server: TestServer) => Promise<void>): void {
  everyServer(name, (_t: TestContext, server) => body(server))
}

test('the same push sent again changes nothing and gets the same verdicts', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const ops = [
    { id: newId(), ...put(inbox, 'One') },
    { id: newId(), type: 'todo.delete' as const, listId: inbox, key: newId() },
    { id: newId(), ...put(inbox, 'Two') },
  ]
  const first = await device.push(...ops)
  assert.deepEqual(inWords(first), ['ok', 'todo-not-found', 'ok'])
  const again = await device.push(...ops)
  assert.deepEqual(
    again,
    first.map((verdict) => ({ ...verdict, dup: true })),
  )
  await device.pull()
  assert.deepEqual(device.titles(inbox), ['One', 'Two'])
})

test('a push of which half is known applies the other half', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const known = { id: newId(), ...put(inbox, 'Known') }
  await device.push(known)
  assert.deepEqual(inWords(await device.push(known, put(inbox, 'New'))), ['ok again', 'ok'])
  await device.pull()
  assert.deepEqual(device.titles(inbox), ['Known', 'New'])
})

test('changes of a push that build on each other are applied in order, each under its own version', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const key = newId()
  const patch = (title: string) => ({ type: 'todo.patch' as const, listId: inbox, key, fields: { title } })
  const verdicts = await device.push(put(inbox, 'First', key), patch('Second'), patch('Third'))
  assert.deepEqual(
    verdicts.map((verdict) => verdict.ok && verdict.ver),
    [2, 3, 4],
  )
  await device.pull()
  assert.deepEqual(device.titles(inbox), ['Third'])
})

test('a new list and what is put into it can come in one push', async (server) => {
  const { device } = await adasDevice(server)
  const home = newId()
  const ops = [
    { id: newId(), type: 'list.put' as const, listId: home, fields: { name: 'Home' } },
    { id: newId(), ...put(home, 'Paint the fence') },
  ]
  assert.deepEqual(inWords(await device.push(...ops)), ['ok', 'ok'])
  assert.deepEqual(inWords(await device.push(...ops)), ['ok again', 'ok again'])
  await device.pull()
  assert.deepEqual(device.titles(home), ['Paint the fence'])
})

test('who has lost a list still gets the verdicts of what they did in it, and nobody else does', async (server) => {
  const { device } = await adasDevice(server)
  const bob = new TestDevice(await server.as('bob'))
  const { body: me } = await bob.client.call(contract.getMe)
  const listId = newId()
  await device.push(
    { type: 'list.put', listId, fields: { name: 'Home' } },
    { type: 'member.put', listId, key: me.id, fields: { role: 'editor' } },
  )
  await bob.push({ type: 'invitation.accept', listId })
  const added = { id: newId(), ...put(listId, 'Paint the fence') }
  const left = { id: newId(), type: 'member.delete' as const, listId, key: me.id }
  assert.deepEqual(inWords(await bob.push(added, left)), ['ok', 'ok'])
  assert.deepEqual(inWords(await bob.push(added, left)), ['ok again', 'ok again'])
  assert.deepEqual(inWords(await bob.push(put(listId, 'Too late'))), ['list-not-found'])
  const eve = new TestDevice(await server.as('eve'))
  assert.deepEqual(inWords(await eve.push(added, left)), ['list-not-found', 'list-not-found'])
})

test('who has handed over a list and left it still gets the verdict of having made it', async (server) => {
  const { device } = await adasDevice(server)
  const { body: ada } = await device.client.call(contract.getMe)
  const bobs = new TestDevice(await server.as('bob'))
  const { body: bob } = await bobs.client.call(contract.getMe)
  const listId = newId()
  const accept = { type: 'invitation.accept' as const, listId }
  const put = (role: 'editor' | 'owner') => ({
    id: newId(),
    type: 'member.put' as const,
    listId,
    key: bob.id,
    fields: { role },
  })
  const shared = [{ id: newId(), type: 'list.put' as const, listId, fields: { name: 'Home' } }, put('editor')]
  assert.deepEqual(inWords(await device.push(...shared)), ['ok', 'ok'])
  await bobs.push(accept)
  const offered = put('owner')
  assert.deepEqual(inWords(await device.push(offered)), ['ok'])
  await bobs.push(accept)
  const left = { id: newId(), type: 'member.delete' as const, listId, key: ada.id }
  assert.deepEqual(inWords(await device.push(left)), ['ok'])
  assert.deepEqual(inWords(await device.push(...shared, offered, left)), [
    'ok again',
    'ok again',
    'ok again',
    'ok again',
  ])
})

test('a new list goes behind those in the trash, too, in the same push or another', async (server) => {
  const { device } = await adasDevice(server)
  const ids = [newId(), newId(), newId()]
  const [old = '', next = '', last = ''] = ids
  await device.push({ type: 'list.put', listId: old, fields: { name: 'Old' } })
  await device.push({ type: 'list.delete', listId: old }, { type: 'list.put', listId: next, fields: { name: 'Next' } })
  await device.push({ type: 'list.delete', listId: next })
  await device.push({ type: 'list.put', listId: last, fields: { name: 'Last' } })
  await device.pull()
  const positions = ids.map((id) => device.replicas.get(id)?.list?.position ?? '')
  assert.deepEqual(positions, [...new Set(positions)].sort())
})

test('refused changes among accepted ones undo no other', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const eve = new TestDevice(await server.as('eve'))
  await eve.pull()
  const [hers = ''] = eve.replicas.keys()
  const key = newId()
  const batch = {
    type: 'batch' as const,
    listId: inbox,
    ops: [put(inbox, 'Half a batch'), { type: 'todo.delete' as const, listId: inbox, key: newId() }],
  }
  const verdicts = await device.push(
    put(inbox, 'One', key),
    put(hers, 'Into her list'),
    { type: 'list.delete', listId: inbox },
    batch,
    { type: 'todo.move', listId: inbox, key, fields: { listId: hers } },
    put(inbox, 'Two'),
  )
  assert.deepEqual(inWords(verdicts), ['ok', 'list-not-found', 'inbox-fixed', 'todo-not-found', 'list-not-found', 'ok'])
  await Promise.all([device.pull(), eve.pull()])
  assert.deepEqual(device.titles(inbox), ['One', 'Two'])
  assert.equal(device.replicas.get(inbox)?.list?.openCount, 2)
  assert.deepEqual(eve.titles(hers), [])
})

test('an operation that is wrong inside is refused alone', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const wrong: Record<string, unknown>[] = [
    { type: 'todo.put', key: newId(), fields: { title: '' } },
    { type: 'todo.put', key: newId(), fields: { title: 'a\u0000b' } },
    { type: 'todo.put', key: newId(), fields: { title: 'a\ud800b' } },
    { type: 'todo.put', key: 'no id', fields: { title: 'A' } },
    { type: 'todo.put', key: newId() },
    // Nothing could be put behind these.
    { type: 'todo.put', key: newId(), fields: { title: 'A', position: 'zzz' } },
    { type: 'todo.put', key: newId(), fields: { title: 'A', position: 'a00' } },
    { type: 'todo.juggle', key: newId() },
    { type: 'batch', ops: [] },
    { type: 'batch', ops: [put(newId(), 'Elsewhere')] },
  ]
  const ops = [put(inbox, 'Good'), ...wrong, put(inbox, 'Good, too')].map((one) => ({
    id: newId(),
    listId: inbox,
    ...one,
  }))
  const answer = await device.client.send('POST', '/api/sync/push', { body: { client: device.id, schema: 1, ops } })
  const { results } = (await answer.json()) as { results: SyncVerdict[] }
  assert.deepEqual(inWords(results), ['ok', ...wrong.map(() => 'invalid-input'), 'ok'])
})

test('what a newer app adds is left alone, what a too old one sends is refused as a whole', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const operation = { id: newId(), ...put(inbox, 'From the future'), mood: 'good' }
  const send = async (schema: number) => {
    const ops = [{ ...operation, fields: { ...operation.fields, energy: 3 } }]
    return device.client.send('POST', '/api/sync/push', { body: { client: device.id, schema, ops, weather: 'fine' } })
  }
  const newer = (await (await send(limits.sync.schema + 1)).json()) as { results: SyncVerdict[] }
  assert.deepEqual(inWords(newer.results), ['ok'])
  const older = await send(limits.sync.oldestSchema - 1)
  assert.equal(((await older.json()) as { code: string }).code, 'schema-too-old')
})

test('a push is bounded in operations and in bytes', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const many = Array.from({ length: limits.sync.operations + 1 }, () => ({ id: newId(), ...put(inbox, 'One of many') }))
  const tooMany = await device.client.send('POST', '/api/sync/push', {
    body: { client: device.id, schema: 1, ops: many },
  })
  assert.equal(tooMany.status, 400)
  const padding = 'x'.repeat(limits.sync.bytes)
  const tooLong = await device.client.send('POST', '/api/sync/push', {
    body: { client: device.id, schema: 1, ops: many.slice(1), padding },
  })
  assert.equal(tooLong.status, 413)
})

test('ten devices that push into one list at once lose nothing, and all end with the same', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const devices = Array.from({ length: 10 }, () => new TestDevice(device.client))
  const verdicts = await Promise.all(
    devices.map((one, n) => one.push(...Array.from({ length: 20 }, (_, i) => put(inbox, `${n}-${i}`)))),
  )
  const versions = verdicts.flat().map((verdict) => (verdict.ok ? verdict.ver : 0))
  assert.deepEqual(
    versions.sort((one, other) => one - other),
    Array.from({ length: 200 }, (_, n) => n + 2),
  )
  for (const one of devices) {
    await one.pull()
    assert.equal(one.titles(inbox).length, 200)
    assert.deepEqual(one.replicas.get(inbox)?.todos, devices[0]?.replicas.get(inbox)?.todos)
  }
})

test('pushes that touch the same lists in other orders do not wait for each other for ever', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const homes = [newId(), newId()]
  await device.push(...homes.map((listId) => ({ type: 'list.put' as const, listId, fields: { name: 'Home' } })))
  const orders = [
    [inbox, ...homes],
    [...homes, inbox],
  ]
  const pushes = Array.from({ length: 20 }, (_, n) => {
    const order = orders[n % 2] ?? []
    return device.push(...order.map((listId) => put(listId, `${n}`)))
  })
  assert.deepEqual(new Set(inWords((await Promise.all(pushes)).flat())), new Set(['ok']))
})

test('two devices complete one occurrence of a repeating todo once', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const key = newId()
  const fields = { title: 'Water the plants', dueOn: '2026-11-24', repeat: 'every week' }
  await device.push({ type: 'todo.put', listId: inbox, key, fields })
  const complete = (occurrence: string | null) => ({ type: 'todo.complete' as const, listId: inbox, key, occurrence })
  assert.deepEqual(inWords(await device.push(complete('2026-11-17'))), ['ok'])
  await device.pull()
  assert.equal(device.replicas.get(inbox)?.todos.get(key)?.completed, false)
  assert.deepEqual(inWords(await device.push(complete('2026-11-24'), complete('2026-11-24'))), ['ok', 'ok'])
  await device.pull()
  assert.equal(device.replicas.get(inbox)?.todos.get(key)?.completed, true)
})

test('a text that is overwritten unseen can be read in the history of its todo', async (server) => {
  const { device, inbox } = await adasDevice(server)
  const key = newId()
  const patch = (title: string, base: string) => ({
    type: 'todo.patch' as const,
    listId: inbox,
    key,
    fields: { title },
    base: { title: base },
  })
  await device.push(put(inbox, 'Milk', key))
  await device.push(patch('Oat milk', 'Milk'), patch('Soy milk', 'Milk'), patch('Soy milk', 'Milk'))
  const history = async () => (await device.client.call(contract.listOverwritten, { params: { id: key } })).body
  assert.deepEqual(
    (await history()).map(({ field, text, by }) => ({ field, text, by })),
    [{ field: 'title', text: 'Oat milk', by: 'ada' }],
  )

  const home = newId()
  await device.push(
    { type: 'list.put', listId: home, fields: { name: 'Home' } },
    { type: 'todo.move', listId: inbox, key, fields: { listId: home } },
  )
  assert.equal((await history()).length, 1)
  const others = await (await server.as('eve')).call(contract.listOverwritten, { params: { id: key } })
  assert.equal(others.problem, 'todo-not-found')
})
