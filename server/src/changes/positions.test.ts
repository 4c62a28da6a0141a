import assert from 'node:assert/strict'
import { generateKeyBetween } from 'fractional-indexing'
import * as contract from '@tally/contract'
import { newId } from '../http/id.ts'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer } from '../../test/test-server.ts'

async function todosInOrder(ada: TestClient): Promise<contract.Todo[]> {
  const pages: contract.Todo[][] = []
  for (let path: string | undefined = '/api/todos?limit=500'; path !== undefined; ) {
    const response: Response = await ada.send('GET', path)
    pages.push((await response.json()) as contract.Todo[])
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  }
  return pages.flat().sort((a, b) => (a.position < b.position ? -1 : 1))
}

/** Puts todos in rounds of 100, each todo beside the one before it, as an app does that sends what was done offline. */
async function fill(ada: TestClient, rounds: number, side: 'after the last one put' | 'before the last one put') {
  const { body: first } = await ada.call(contract.addTodo, { body: { title: 'First', position: 'a0' } })
  await ada.call(contract.addTodo, { body: { title: 'End', position: 'a1' } })
  let last = first.id
  const expected: string[] = []
  for (let round = 0; round < rounds; round++) {
    const todos = await todosInOrder(ada)
    const at = todos.findIndex(({ id }) => id === last)
    const isBehind = side === 'after the last one put' || round === 0
    let below = todos[isBehind ? at : at - 1]?.position ?? null
    let above = todos[isBehind ? at + 1 : at]?.position ?? null
    const operations = Array.from({ length: 100 }, (_, n) => {
      const position = generateKeyBetween(below, above)
      if (side === 'after the last one put') below = position
      else above = position
      last = newId()
      const title = `${round}.${n}`
      if (side === 'after the last one put') expected.push(title)
      else expected.unshift(title)
      return { type: 'todo.put' as const, listId: first.listId, key: last, fields: { title, position } }
    })
    const answer = await ada.call(contract.changeTodos, { body: { operations } })
    assert.equal(answer.problem, undefined)
  }
  return ['First', ...expected, 'End']
}

for (const side of ['after the last one put', 'before the last one put'] as const) {
  everyServer(`positions stay short and in order, whatever is put ${side}`, async (_t, { as }) => {
    const ada = await as('ada')
    const expected = await fill(ada, 13, side)
    const todos = await todosInOrder(ada)
    assert.deepEqual(
      todos.map(({ title }) => title),
      expected,
    )
    assert.ok(Math.max(...todos.map(({ position }) => position.length)) < 100)
  })
}

everyServer('the end of a list can be reached, however long its last position is', async (_t, { as }) => {
  const ada = await as('ada')
  await ada.call(contract.addTodo, { body: { title: 'Last', position: 'z'.repeat(200) } })
  const added: contract.Todo[] = []
  for (const title of ['One', 'Two', 'Three']) added.push((await ada.call(contract.addTodo, { body: { title } })).body)
  const todos = await todosInOrder(ada)
  assert.deepEqual(
    todos.map(({ title }) => title),
    ['Last', 'One', 'Two', 'Three'],
  )
  assert.ok(added.every(({ position }) => position.length < 50))
})

everyServer('the end of my lists can be reached, however long the last position is', async (_t, { as }) => {
  const ada = await as('ada')
  await ada.call(contract.addList, { body: { name: 'Last', position: 'z'.repeat(200) } })
  for (const name of ['One', 'Two', 'Three']) await ada.call(contract.addList, { body: { name } })
  const { body: lists } = await ada.call(contract.listLists)
  assert.deepEqual(
    lists.map(({ name }) => name),
    ['Inbox', 'Last', 'One', 'Two', 'Three'],
  )
  assert.ok(lists.every(({ position }) => position.length < 50))
})
