import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { SyncVerdict } from '@tally/contract'
import { accept, shareList } from '../../test/share-list.ts'
import type { TestClient } from '../../test/test-client.ts'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

/** A list id that sorts before all others: clients choose them. */
const FIRST_LIST = '00000000-0000-7000-8000-000000000001'

async function idOf(client: TestClient): Promise<string> {
  return (await client.call(contract.getMe)).body.id
}

async function inboxOf(client: TestClient): Promise<string> {
  return (await client.call(contract.listLists)).body[0]?.id ?? ''
}

async function newList(client: TestClient, ...members: [person: TestClient, role: 'editor' | 'viewer'][]) {
  const { body: list } = await client.call(contract.addList, { body: { name: 'Home' } })
  for (const [person, role] of members) await shareList({ owner: client, listId: list.id, person, role })
  return list.id
}

async function codesOf(verdicts: Promise<SyncVerdict[]>): Promise<string[]> {
  return (await verdicts).map((verdict) => (verdict.ok ? 'ok' : verdict.code))
}

async function titlesIn(client: TestClient, list: string, deleted = false): Promise<string[]> {
  const { body } = await client.call(contract.listTodos, { query: { list, deleted } })
  return body.map(({ title }) => title).sort()
}

/** Ada's todo, and Eve, who has seen its id. */
async function seenTodo({ as }: TestServer) {
  const [ada, eve] = [await as('ada'), await as('eve')]
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Letter to my doctor' } })
  return { ada, eve, todo }
}

everyServer('the id of a todo cannot be given to another one, by POST, batch or push', async (_t, server) => {
  const { ada, eve, todo } = await seenTodo(server)
  const inbox = await inboxOf(eve)
  const fields = { title: 'A twin' }
  const posted = await eve.call(contract.addTodo, { body: { id: todo.id, ...fields } })
  assert.deepEqual([posted.status, posted.problem], [409, 'id-taken'])
  const put = { type: 'todo.put' as const, listId: inbox, key: todo.id, fields }
  const batch = await eve.call(contract.changeTodos, { body: { operations: [put] } })
  assert.equal(batch.problem, 'id-taken')
  const device = new TestDevice(eve)
  const other = { ...put, key: newId() }
  const pushed = device.push(put, { type: 'batch', listId: inbox, ops: [other, put] }, { ...put, key: newId() })
  assert.deepEqual(await codesOf(pushed), ['id-taken', 'id-taken', 'ok'])
  assert.deepEqual(await titlesIn(eve, inbox), ['A twin'])

  await ada.call(contract.deleteTodo, { params: { id: todo.id } })
  assert.equal((await eve.call(contract.addTodo, { body: { id: todo.id, ...fields } })).problem, 'id-taken')
  assert.equal((await ada.call(contract.restoreTodo, { params: { id: todo.id } })).body.title, todo.title)
})

everyServer(
  'what the owner writes lands in the todo of the owner, whoever tried to plant a twin',
  async (_t, server) => {
    const { ada, eve, todo } = await seenTodo(server)
    const params = { id: todo.id }
    const device = new TestDevice(eve)
    const put = { type: 'todo.put' as const, listId: FIRST_LIST, key: todo.id, fields: { title: 'x', completed: true } }
    const planted = device.push({ type: 'list.put', listId: FIRST_LIST, fields: { name: 'Trap' } }, put, {
      type: 'member.put',
      listId: FIRST_LIST,
      key: await idOf(ada),
      fields: { role: 'viewer' },
    })
    assert.deepEqual(await codesOf(planted), ['ok', 'id-taken', 'ok'])
    await accept(ada, FIRST_LIST)
    const { body: changed } = await ada.call(contract.changeTodo, { params, body: { notes: 'Between us' } })
    assert.deepEqual([changed.listId, changed.notes], [todo.listId, 'Between us'])
    const ownDevice = new TestDevice(ada)
    const patch = { type: 'todo.patch' as const, listId: todo.listId, key: todo.id, fields: { notes: 'Only us' } }
    assert.deepEqual(await codesOf(ownDevice.push(patch)), ['ok'])
    assert.equal((await ada.call(contract.getTodo, { params })).body.notes, 'Only us')
    assert.equal((await eve.call(contract.getTodo, { params })).problem, 'todo-not-found')
    assert.deepEqual((await eve.call(contract.listTodos)).body, [])
  },
)

everyServer(
  'one id put into two lists at once becomes one todo, and the rest of both pushes stands',
  async (_t, server) => {
    const [ada, eve] = [new TestDevice(await server.as('ada')), new TestDevice(await server.as('eve'))]
    const inboxes = [await inboxOf(ada.client), await inboxOf(eve.client)]
    const ids = Array.from({ length: 20 }, newId)
    const puts = (listId = '', keys: string[] = []) =>
      keys.map((key) => ({ type: 'todo.put' as const, listId, key, fields: { title: 'A todo' } }))
    // In opposite orders, so that each waits for the other.
    const verdicts = await Promise.all([
      ada.push(...puts(inboxes[0], ids), ...puts(inboxes[0], [newId()])),
      eve.push(...puts(inboxes[1], ids.toReversed()), ...puts(inboxes[1], [newId()])),
    ])
    const codes = verdicts.map((each) => each.map((verdict) => (verdict.ok ? 'ok' : verdict.code)))
    for (const [index, id] of ids.entries()) {
      const both = [codes[0]?.[index], codes[1]?.[ids.length - 1 - index]].sort()
      assert.deepEqual(both, ['id-taken', 'ok'], id)
    }
    assert.deepEqual([codes[0]?.at(-1), codes[1]?.at(-1)], ['ok', 'ok'])
  },
)

everyServer('one id posted to several lists at once becomes one todo', async (_t, { as }) => {
  const people = await Promise.all(Array.from({ length: 4 }, (_, number) => as(`person-${number}`)))
  const lists = await Promise.all(people.map(async (client) => ({ client, listId: await newList(client) })))
  const body = { id: newId(), title: 'A todo' }
  const answers = await Promise.all(
    lists.map(({ client, listId }) => client.call(contract.addTodo, { body: { ...body, listId } })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
})

everyServer('putting a todo again into its list changes nothing, also where it is in the trash', async (_t, server) => {
  const { ada, todo } = await seenTodo(server)
  const body = { id: todo.id, title: 'Another title' }
  const again = await ada.call(contract.addTodo, { body })
  assert.deepEqual([again.status, again.body.title], [200, todo.title])
  await ada.call(contract.deleteTodo, { params: { id: todo.id } })
  assert.equal((await ada.call(contract.addTodo, { body })).status, 200)
  const put = { type: 'todo.put' as const, listId: todo.listId, key: todo.id, fields: { title: 'Another title' } }
  assert.deepEqual(await codesOf(new TestDevice(ada).push(put)), ['ok'])
})

everyServer('a refused twin leaves the tombstone of the todo that was there', async (_t, server) => {
  const { ada, todo } = await seenTodo(server)
  const [device, home] = [new TestDevice(ada), await newList(ada)]
  await device.pull()
  await ada.call(contract.changeTodo, { params: { id: todo.id }, body: { listId: home } })
  const put = { type: 'todo.put' as const, listId: todo.listId, key: todo.id, fields: { title: 'A twin' } }
  assert.deepEqual(await codesOf(new TestDevice(ada).push(put)), ['id-taken'])
  await device.pull()
  assert.deepEqual([device.titles(todo.listId), device.titles(home)], [[], [todo.title]])
})

everyServer("the id of one person's operation neither swallows nor tells of another's", async (_t, { as }) => {
  const [ada, eve] = [new TestDevice(await as('ada')), new TestDevice(await as('eve'))]
  const listId = await newList(ada.client, [eve.client, 'editor'])
  const id = newId()
  const put = (title: string) => ({ id, type: 'todo.put' as const, listId, key: newId(), fields: { title } })
  const [first] = await eve.push({ ...put("Eve's"), type: 'todo.delete' as const })
  const [second] = await ada.push(put("Ada's"))
  assert.deepEqual([first?.ok, second?.ok, second?.dup], [false, true, undefined])
  assert.deepEqual(await titlesIn(ada.client, listId), ["Ada's"])
  const [again, othersAgain] = [await ada.push(put('Again')), await eve.push(put('Again'))]
  assert.deepEqual(again, [{ ...second, dup: true }])
  assert.deepEqual(othersAgain, [{ ...first, dup: true }])
})

/** A todo with earlier texts, in a list of Ada's that Bob and Cy may change, too. */
async function overwrittenTodo({ as }: TestServer) {
  const [ada, bob, cy] = [await as('ada'), await as('bob'), await as('cy')]
  const listId = await newList(ada, [bob, 'editor'], [cy, 'editor'])
  const { body: todo } = await ada.call(contract.addTodo, { body: { listId, title: 'Letter', notes: 'Dear Bob' } })
  const patch = { type: 'todo.patch' as const, listId, key: todo.id, base: { notes: 'What nobody wrote' } }
  await new TestDevice(bob).push({ ...patch, fields: { notes: 'Dear Cy' } })
  const params = { id: todo.id }
  const textsSeenBy = async (client: TestClient, id = todo.id) =>
    (await client.call(contract.listOverwritten, { params: { id } })).body.map(({ text }) => text)
  assert.deepEqual(await textsSeenBy(cy), ['Dear Bob'])
  return { ada, bob, cy, listId, todo, params, textsSeenBy }
}

everyServer('a todo that moves to other people leaves its earlier texts behind', async (_t, server) => {
  const { ada, bob, params, textsSeenBy } = await overwrittenTodo(server)
  const to = await newList(ada, [bob, 'editor'])
  await ada.call(contract.changeTodo, { params, body: { listId: to } })
  assert.deepEqual(await textsSeenBy(ada), [])
})

everyServer('a todo that moves to another list of the same people keeps its earlier texts', async (_t, server) => {
  const { ada, bob, cy, params, textsSeenBy } = await overwrittenTodo(server)
  const to = await newList(ada, [cy, 'editor'], [bob, 'viewer'])
  await ada.call(contract.changeTodo, { params, body: { listId: to } })
  assert.deepEqual(await textsSeenBy(ada), ['Dear Bob'])
})

everyServer('what an editor moves out of sight of the owner can be taken back from the trash', async (_t, server) => {
  const { ada, bob, listId, todo, params, textsSeenBy } = await overwrittenTodo(server)
  const below = { title: 'Stamp', listId, parentId: todo.id }
  const { body: child } = await ada.call(contract.addTodo, { body: below })
  const device = new TestDevice(ada)
  await device.pull()
  await bob.call(contract.changeTodo, { params, body: { listId: await inboxOf(bob) } })
  assert.equal((await ada.call(contract.getTodo, { params })).problem, 'todo-not-found')
  assert.deepEqual(await textsSeenBy(bob), [])

  await device.pull()
  const rows = [...(device.replicas.get(listId)?.todos.values() ?? [])]
  assert.deepEqual(rows.map(({ title }) => title).sort(), ['Letter', 'Stamp'])
  assert.ok(rows.every(({ id, deletedAt }) => ![todo.id, child.id].includes(id) && deletedAt !== null))
  const copy = rows.find(({ title }) => title === 'Letter')
  assert.equal(rows.find(({ title }) => title === 'Stamp')?.parentId, copy?.id)
  for (const { id } of rows) await ada.call(contract.restoreTodo, { params: { id } })
  assert.deepEqual(await titlesIn(ada, listId), ['Letter', 'Stamp'])
  assert.deepEqual(await textsSeenBy(ada, copy?.id), ['Dear Bob'])
  const { body: lists } = await ada.call(contract.listLists)
  assert.equal(lists.find(({ id }) => id === listId)?.openCount, 2)
})

everyServer('a move by the owner, or to a list that the owner has, leaves no copy', async (_t, server) => {
  const { ada, bob, listId, params } = await overwrittenTodo(server)
  const seen = await newList(bob, [ada, 'viewer'])
  await bob.call(contract.changeTodo, { params, body: { listId: seen } })
  assert.deepEqual(await titlesIn(ada, listId, true), [])
  const { body: other } = await ada.call(contract.addTodo, { body: { title: 'Mine', listId } })
  await ada.call(contract.changeTodo, { params: { id: other.id }, body: { listId: await inboxOf(ada) } })
  assert.deepEqual(await titlesIn(ada, listId, true), [])
})

everyServer('titles and names of lists come back without the blanks around them', async (_t, { as }) => {
  const device = new TestDevice(await as('ada'))
  const { client } = device
  const { body: list } = await client.call(contract.addList, { body: { name: '  Home\u3000' } })
  const { body: todo } = await client.call(contract.addTodo, { body: { title: '  Walk the dog ', listId: list.id } })
  assert.deepEqual([list.name, todo.title], ['Home', 'Walk the dog'])
  await device.push(
    {
      type: 'todo.patch',
      listId: list.id,
      key: todo.id,
      fields: { title: '\t Feed the dog' },
      base: { title: '  Walk the dog ' },
    },
    { type: 'list.patch', listId: list.id, fields: { name: 'House\n' } },
  )
  await device.pull()
  assert.deepEqual([device.titles(list.id), device.replicas.get(list.id)?.list?.name], [['Feed the dog'], 'House'])
  assert.deepEqual((await client.call(contract.listOverwritten, { params: { id: todo.id } })).body, [])
})
