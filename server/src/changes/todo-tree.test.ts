import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { findTodo, insertTodo } from './todo-store.ts'

const { levels, below } = limits.subtasks

async function home(client: TestClient) {
  const { body: list } = await client.call(contract.addList, { body: { name: 'Home' } })
  const device = new TestDevice(client)
  const put = (parentId: string | null, key = newId()) => ({
    type: 'todo.put' as const,
    listId: list.id,
    key,
    fields: { title: 'A todo', parentId },
  })
  /** Puts todos each below the one before it; gives their ids. */
  const chain = async (count: number, parentId: string | null = null) => {
    const keys = Array.from({ length: count }, newId)
    const ops = keys.map((key, index) => put(keys[index - 1] ?? parentId, key))
    assert.ok((await device.push(...ops)).every(({ ok }) => ok))
    return keys
  }
  const place = (key = '', parentId: string | undefined) => ({
    type: 'todo.patch' as const,
    listId: list.id,
    key,
    fields: { parentId: parentId ?? null },
  })
  const outcome = async (...ops: Parameters<TestDevice['push']>) =>
    (await device.push(...ops)).map((verdict) => (verdict.ok ? 'ok' : verdict.code))
  return { listId: list.id, device, put, chain, place, outcome }
}

everyServer('subtasks go so many levels down, however a todo gets there', async (_t, { as }) => {
  const ada = await as('ada')
  const { put, chain, place, outcome, listId } = await home(ada)
  const deepest = await chain(1 + levels)
  assert.deepEqual(await outcome(put(deepest.at(-1) ?? '')), ['invalid-input'])
  const parentId = deepest.at(-1) ?? ''
  const posted = await ada.call(contract.addTodo, { body: { title: 'Too deep', listId, parentId } })
  assert.deepEqual(
    posted.errors?.map(({ path }) => path),
    ['/body/parentId'],
  )

  const pair = await chain(2)
  assert.deepEqual(await outcome(place(pair[0], deepest[levels - 1])), ['invalid-input'])
  assert.deepEqual(await outcome(place(pair[0], deepest[levels - 2])), ['ok'])
  assert.deepEqual(await outcome(place(deepest[0], pair[1])), ['invalid-input'])
  const fresh = newId()
  const batch = { type: 'batch' as const, listId, ops: [put(null, fresh), place(deepest[0], fresh)] }
  assert.deepEqual(await outcome(batch), ['invalid-input'])
})

everyServer('so many todos may be below one, and those that are there may change places', async (_t, { as }) => {
  const { put, chain, place, outcome, device } = await home(await as('ada'))
  const [top, other] = [(await chain(1))[0] ?? '', (await chain(1))[0] ?? '']
  const children = Array.from({ length: below - 1 }, newId)
  for (let at = 0; at < children.length; at += limits.sync.operations) {
    await device.push(...children.slice(at, at + limits.sync.operations).map((key) => put(top, key)))
  }
  const two = await chain(2)
  assert.deepEqual(await outcome(place(two[0], top)), ['invalid-input'])
  assert.deepEqual(await outcome(put(children[0] ?? '')), ['ok'])
  assert.deepEqual(await outcome(put(top)), ['invalid-input'])
  assert.deepEqual(await outcome(place(children[1], children[0])), ['ok'])
  assert.deepEqual(await outcome(place(top, other)), ['invalid-input'])
  assert.deepEqual(await outcome(place(children[1], other)), ['ok'])
})

/** Writes todos, each below the one before it and the first below the last, as an older Tally let them be made. */
async function oldCircle({ tally }: TestServer, listId: string, count: number): Promise<string[]> {
  const { db } = tally.accounts
  const keys = Array.from({ length: count }, newId)
  await inTransaction(db, async (tx) => {
    const [pattern] = await tx.selectFrom('todo').selectAll().where('list_id', '=', listId).execute()
    assert.ok(pattern)
    for (const [index, id] of keys.entries()) {
      await insertTodo(tx, { ...pattern, id, parent_id: keys[index - 1] ?? keys.at(-1) ?? null })
    }
  })
  return keys
}

everyServer('what is deeper already, or goes in a circle, can be read, changed and moved', async (_t, server) => {
  const ada = await server.as('ada')
  const { chain, place, outcome, device, listId } = await home(ada)
  const [lone] = await chain(1)
  const keys = await oldCircle(server, listId, 300)
  const patches = Array.from({ length: 60 }, () => place(lone, keys.at(-1)))
  assert.deepEqual(new Set(await outcome(...patches)), new Set(['invalid-input']))
  const title = { type: 'todo.patch' as const, listId, key: keys[100] ?? '', fields: { title: 'Deep down' } }
  assert.deepEqual(await outcome(title, place(keys[250], undefined)), ['ok', 'ok'])

  const { body: inbox } = await ada.call(contract.listLists)
  const to = inbox[0]?.id ?? ''
  assert.deepEqual(await outcome({ type: 'todo.move', listId, key: keys[3] ?? '', fields: { listId: to } }), ['ok'])
  await device.pull()
  assert.ok(device.titles(to).includes('Deep down'))
  assert.equal(device.titles(to).length + device.titles(listId).length, 301)
  const moved = await findTodo(server.tally.accounts.db, to, keys[3] ?? '')
  assert.equal(moved?.parent_id, null)
})
