import assert from 'node:assert/strict'
import test from 'node:test'
import * as contract from '@tally/contract'
import { limits, operations } from '@tally/contract'
import { everyServer, testServer } from '../../../test/test-server.ts'
import { bodyBounds } from './body-bounds.ts'
import { newId } from '../id.ts'

test('nobody sends much without being signed in, or where nothing is expected', () => {
  const small = operations.filter(({ access, body }) => access === 'public' || access === 'cookie' || !body)
  assert.ok(small.length > 20)
  for (const operation of small) assert.equal(bodyBounds(operation).bytes, limits.smallBody.max, operation.id)
})

test('who is signed in sends no more than the fields there are', () => {
  for (const operation of [contract.putMember, contract.addMember, contract.changeUser, contract.addInvitation]) {
    assert.ok(bodyBounds(operation).bytes <= limits.smallBody.max, operation.id)
  }
  const unbounded = operations.filter((operation) => bodyBounds(operation).bytes === limits.body.max)
  assert.deepEqual(unbounded.map(({ id }) => id).sort(), ['changeTodos', 'pullChanges', 'pushChanges'])
})

test('a body may be as large as its fields, in the longest way JSON can write them', () => {
  const { bytes, values } = bodyBounds(contract.addTodo)
  const emoji = '\\ud83d\\ude00'
  const labels = Array.from({ length: limits.labels.max }, (_, n) => `"${n}${emoji.repeat(limits.label.max - 2)}"`)
  const [title, notes] = [emoji.repeat(limits.title.max), emoji.repeat(limits.notes.max)]
  const longest = `{"title":"${title}","notes":"${notes}","labels":[${labels.join()}]}`
  assert.ok(longest.length < bytes && bytes < limits.body.max, `${longest.length} < ${bytes}`)
  assert.ok(values < 200)
  for (const operation of [contract.changeTodos, contract.pushChanges, contract.pullChanges]) {
    assert.deepEqual(bodyBounds(operation), { bytes: limits.body.max, values: limits.json.values }, operation.id)
  }
})

test('what is larger than that is refused with a problem that the operation declares', async (t) => {
  const { as, nobody } = await testServer(t, 'sqlite')
  const ada = await as('ada')
  const long = JSON.stringify({ username: 'x'.repeat(limits.smallBody.max) })
  assert.equal((await nobody().send('POST', '/api/auth', { body: long })).status, 413)
  assert.equal((await nobody().send('POST', '/api/auth/logout', { body: long })).status, 413)
  assert.equal((await ada.send('PATCH', '/api/me', { body: long })).status, 413)
  assert.equal((await ada.send('DELETE', '/api/auth/sessions', { body: '{' })).status, 400)
})

everyServer('what nests deep or holds much is no fault of ours, wherever it is', async (_t, { as }) => {
  const ada = await as('ada')
  const deep = '['.repeat(10_000) + ']'.repeat(10_000)
  const many = Object.fromEntries(Array.from({ length: 20_100 }, (_, n) => [`m${n}`, 1]))
  const id = newId()
  const step = `{"type":"todo.delete","listId":"${id}","key":"${id}","unknown":`
  const bodies: [path: string, body: string][] = [
    ['/api/todos', `{"title":"x","unknown":${deep}}`],
    ['/api/todos', JSON.stringify({ title: 'x', ...many })],
    ['/api/todos/batch', `{"operations":[${step}${deep}}]}`],
    ['/api/todos/batch', `{"operations":[${step}${JSON.stringify(many)}}]}`],
    [
      '/api/sync/push',
      `{"client":"${id}","schema":1,"ops":[{"type":"batch","id":"${id}","listId":"${id}","ops":[${step}${deep}}]}]}`,
    ],
    ['/api/sync/pull', `{"client":"${id}","schema":1,"cursors":{},"unknown":${deep}}`],
  ]
  for (const [path, body] of bodies) {
    const answer = await ada.send('POST', path, { body })
    const { code } = (await answer.json()) as contract.ProblemBody
    assert.deepEqual([answer.status, code], [400, 'invalid-input'], body.slice(0, 60))
  }
})

everyServer('a push may hold what only a newer app knows, nested as far as anything may', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: lists } = await ada.call(contract.listLists)
  const newer = { 'a~b/c': { deep: [[[['\ud800\u0000']]]] } }
  const step = { type: 'todo.put', listId: lists[0]?.id, key: newId(), fields: { title: 'New', ...newer }, ...newer }
  const ops = [{ id: newId(), type: 'batch', listId: lists[0]?.id, ops: [step], ...newer }]
  const answer = await ada.send('POST', '/api/sync/push', { body: { client: newId(), schema: 1, ops, ...newer } })
  const { results } = (await answer.json()) as { results: contract.SyncVerdict[] }
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [true],
  )
})

everyServer('the cursors of a pull are those of lists, a thousand at most', async (_t, { as }) => {
  const ada = await as('ada')
  const pull = async (cursors: object) => {
    const answer = await ada.send('POST', '/api/sync/pull', { body: { client: newId(), schema: 1, cursors } })
    return answer.status
  }
  const cursorsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, () => [newId(), '1:0:x']))
  assert.equal(await pull(cursorsOf(limits.sync.cursors)), 200)
  assert.equal(await pull(cursorsOf(limits.sync.cursors + 1)), 400)
  assert.equal(await pull({ 'not an id': '1:0:x' }), 400)
})

everyServer('a push of as many changes as it may have, with all their fields, is taken', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: lists } = await ada.call(contract.listLists)
  const labels = Array.from({ length: limits.labels.max }, (_, n) => `label${n}`)
  const fields = { title: 'A todo', notes: 'With notes', labels, dueOn: '2026-12-31', dueTime: '09:00', priority: 1 }
  const ops = Array.from({ length: limits.sync.operations }, () => ({
    ...{ id: newId(), type: 'todo.put' as const, listId: lists[0]?.id ?? '', key: newId(), fields },
  }))
  const { body } = await ada.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops } })
  assert.ok(body.results.every(({ ok }) => ok))
})
