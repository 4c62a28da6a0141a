import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits, type Todo } from '@tally/contract'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

const LONG = 'é'.repeat(limits.notes.max)
const COUNT = 60

/** Somebody whose todos come to more than two answers, and two of whose lists have them. */
async function withLongTodos({ as }: TestServer) {
  const ada = await as('ada')
  const device = new TestDevice(ada)
  const lists = [newId(), newId()]
  for (const listId of lists) {
    await device.push({ type: 'list.put', listId, fields: { name: 'Long' } })
    const fields = { title: 'A todo', notes: LONG }
    const put = () => ({ type: 'todo.put' as const, listId, key: newId(), fields })
    for (let count = 0; count < COUNT / 2; count += 5) await device.push(put(), put(), put(), put(), put())
  }
  return { ada, device, lists }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

everyServer('a page of todos ends at a megabyte, and the next one goes on from there', async (_t, server) => {
  const { ada } = await withLongTodos(server)
  const seen: string[] = []
  let pages = 0
  for (let path = '/api/todos?limit=500'; path !== ''; pages += 1) {
    const answer = await ada.send('GET', path)
    const todos = (await answer.json()) as Todo[]
    assert.ok(todos.length > 0 && bytesOf(todos) < 1.05 * limits.answer.bytes)
    seen.push(...todos.map(({ id }) => id))
    path = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? ''
  }
  assert.deepEqual([seen.length, new Set(seen).size], [COUNT, COUNT])
  assert.ok(pages >= 3)
})

everyServer('a pull ends at a megabyte, and the next one goes on from there', async (_t, server) => {
  const { ada, lists } = await withLongTodos(server)
  const device = new TestDevice(ada)
  for (let more = true; more; ) {
    const page = await device.pullPage(limits.sync.page.max)
    assert.ok(bytesOf(page) < 1.05 * limits.answer.bytes)
    device.take(page)
    more = page.more
  }
  for (const listId of lists) assert.equal(device.replicas.get(listId)?.todos.size, COUNT / 2)
})

everyServer('what was changed together comes together, however much it is', async (_t, server) => {
  const { device, lists } = await withLongTodos(server)
  const [from = '', to = ''] = lists
  await device.pull()
  const [parentId = '', ...children] = [...(device.replicas.get(from)?.todos.keys() ?? [])]
  const ops = children.map((key) => ({ type: 'todo.patch' as const, listId: from, key, fields: { parentId } }))
  await device.push({ type: 'batch', listId: from, ops })
  await device.push({ type: 'todo.move', listId: from, key: parentId, fields: { listId: to } })
  const pages = []
  for (let more = true; more; ) {
    const page = await device.pullPage()
    device.take(page)
    pages.push(page.lists.flatMap(({ rows }) => rows.todos.map(({ ver }) => ver)))
    more = page.more
  }
  assert.ok(pages.some((vers) => vers.length >= COUNT / 2))
  assert.deepEqual([device.titles(from).length, device.titles(to).length], [0, COUNT])
})

everyServer('completed todos are cleared, however many there are', async (_t, { as }) => {
  const device = new TestDevice(await as('ada'))
  const listId = newId()
  await device.push({ type: 'list.put', listId, fields: { name: 'Home' } })
  const count = limits.batch.max + 1
  for (let put = 0; put < count; put += limits.sync.operations) {
    const keys = Array.from({ length: Math.min(limits.sync.operations, count - put) }, newId)
    const fields = { title: 'Done', completed: true }
    await device.push(...keys.map((key) => ({ type: 'todo.put' as const, listId, key, fields })))
  }
  const cleared = () => device.client.call(contract.clearCompleted, { query: { completed: true } })
  assert.deepEqual([(await cleared()).body, (await cleared()).body], [{ deleted: count }, { deleted: 0 }])
})
