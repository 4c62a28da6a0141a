import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { shareList } from '../../test/share-list.ts'
import { everyServer } from '../../test/test-server.ts'

everyServer('a todo is added to the Inbox, read, changed, deleted and restored', async (_t, { as }) => {
  const ada = await as('ada')
  const added = await ada.call(contract.addTodo, { body: { title: 'Buy milk', labels: ['errand'], priority: 2 } })
  assert.equal(added.status, 201)
  assert.equal(added.headers.get('location'), `/api/todos/${added.body.id}`)
  const params = { id: added.body.id }

  const changed = await ada.call(contract.changeTodo, { params, body: { title: 'Buy oat milk', dueOn: '2026-12-24' } })
  assert.deepEqual(
    [changed.body.title, changed.body.dueOn, changed.body.labels],
    ['Buy oat milk', '2026-12-24', ['errand']],
  )

  assert.equal((await ada.call(contract.deleteTodo, { params })).status, 204)
  assert.deepEqual((await ada.call(contract.listTodos)).body, [])
  const trash = await ada.call(contract.listTodos, { query: { deleted: true } })
  assert.deepEqual(
    trash.body.map(({ id }) => id),
    [params.id],
  )
  const restored = await ada.call(contract.restoreTodo, { params })
  assert.equal(restored.body.deletedAt, null)
})

everyServer("another person's todo does not exist for me", async (_t, { as }) => {
  const ada = await as('ada')
  const eve = await as('eve')
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Private' } })
  const params = { id: todo.id }
  assert.equal((await eve.call(contract.getTodo, { params })).problem, 'todo-not-found')
  assert.equal((await eve.call(contract.changeTodo, { params, body: { title: 'Mine' } })).problem, 'todo-not-found')
  assert.equal((await eve.call(contract.deleteTodo, { params })).problem, 'todo-not-found')
  assert.equal((await eve.call(contract.restoreTodo, { params })).problem, 'todo-not-found')
  assert.equal((await eve.call(contract.listTodos, { query: { list: todo.listId } })).problem, 'list-not-found')
  assert.equal(
    (await eve.call(contract.addTodo, { body: { title: 'x', listId: todo.listId } })).problem,
    'list-not-found',
  )
  assert.deepEqual((await eve.call(contract.listTodos)).body, [])
  assert.equal((await ada.call(contract.getTodo, { params })).body.title, 'Private')
})

everyServer('the same POST with the same id ten times at once makes one todo', async (_t, { as }) => {
  const ada = await as('ada')
  const body = { id: newId(), title: 'Buy milk' }
  const answers = await Promise.all(Array.from({ length: 10 }, () => ada.call(contract.addTodo, { body })))
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 200, 201])
  assert.equal((await ada.call(contract.listTodos)).body.length, 1)
})

everyServer('bad input is a problem with a path, and stores nothing', async (_t, { as }) => {
  const ada = await as('ada')
  const bad: [body: string, status: number, path: string | undefined][] = [
    ['{"title":"x","colour":"red"}', 400, '/body/colour'],
    ['{"title":7}', 400, '/body/title'],
    ['{"title":""}', 400, '/body/title'],
    ['{"title":"a\\u0000b"}', 400, '/body/title'],
    [`{"title":"${'x'.repeat(10_000)}"}`, 400, '/body/title'],
    ['{"title":', 400, '/body'],
    ['{"title":"x","__proto__":{"admin":true}}', 400, '/body'],
    ['', 400, '/body'],
    [`{"title":"${'x'.repeat(1_000_000)}"}`, 413, undefined],
    ['{"title":"x","dueTime":"10:00"}', 400, '/body/dueTime'],
    [`{"title":"x","parentId":"${newId()}"}`, 400, '/body/parentId'],
    [`{"title":"x","assigneeId":"${newId()}"}`, 400, '/body/assigneeId'],
  ]
  for (const [body, status, path] of bad) {
    const response = await ada.send('POST', '/api/todos', { body, headers: { 'content-type': 'application/json' } })
    const problem = (await response.json()) as contract.ProblemBody
    assert.equal(response.status, status, body.slice(0, 60))
    assert.equal(problem.errors?.[0]?.path, path, body.slice(0, 60))
  }
  assert.deepEqual((await ada.call(contract.listTodos)).body, [])
})

everyServer('an unchanged list is not sent again, a changed one is', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  const first = await ada.call(contract.listTodos)
  const etag = first.headers.get('etag') ?? ''
  assert.match(etag, /^W\//)
  const headers = { 'if-none-match': etag }
  assert.equal((await ada.call(contract.listTodos, { headers })).status, 304)

  await ada.call(contract.changeTodo, { params: { id: todo.id }, body: { completed: true } })
  const second = await ada.call(contract.listTodos, { headers })
  assert.equal(second.status, 200)
  assert.equal(second.body[0]?.completed, true)
  assert.notEqual(second.headers.get('etag'), etag)
})

everyServer('pages hold every todo of all lists once, whatever is added meanwhile', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  for (let n = 0; n < 7; n++) {
    await ada.call(contract.addTodo, { body: { title: `Inbox ${n}` } })
    await ada.call(contract.addTodo, { body: { title: `Home ${n}`, listId: home.id } })
  }
  const titles: string[] = []
  let path: string | undefined = '/api/todos?limit=4'
  for (let page = 0; path !== undefined && page < 10; page++) {
    const response: Response = await ada.send('GET', path)
    titles.push(...((await response.json()) as contract.Todo[]).map((todo) => todo.title))
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    if (page === 0) await ada.call(contract.addTodo, { body: { title: 'Late', listId: home.id } })
  }
  assert.equal(path, undefined)
  assert.equal(titles.length, 15)
  assert.equal(new Set(titles).size, 15)
})

everyServer('filters find what they say', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const drafts = [
    { title: 'Milk', labels: ['errand'], dueOn: '2026-01-10' },
    { title: 'Café', labels: ['errands'], dueOn: '2026-01-20', completed: true },
    { title: 'Fence', listId: home.id, notes: 'buy PAINT' },
  ]
  for (const body of drafts) await ada.call(contract.addTodo, { body })
  const found = async (query: object) => {
    const { body } = await ada.call(contract.listTodos, { query })
    return body.map(({ title }) => title)
  }
  assert.deepEqual(await found({ label: 'errand' }), ['Milk'])
  assert.deepEqual(await found({ completed: true }), ['Café'])
  assert.deepEqual(await found({ completed: false, list: home.id }), ['Fence'])
  assert.deepEqual(await found({ dueBefore: '2026-01-20' }), ['Milk'])
  assert.deepEqual(await found({ dueAfter: '2026-01-10' }), ['Café'])
  assert.deepEqual(await found({ q: 'paint' }), ['Fence'])
  assert.deepEqual(await found({ q: 'CAFE' }), ['Café'])
})

everyServer('If-Match lets a change pass only while nobody else was faster', async (_t, { as }) => {
  const ada = await as('ada')
  const added = await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  const params = { id: added.body.id }
  const headers = { 'if-match': added.headers.get('etag') ?? '' }
  assert.equal((await ada.call(contract.changeTodo, { params, headers, body: { title: 'First' } })).status, 200)
  assert.equal(
    (await ada.call(contract.changeTodo, { params, headers, body: { title: 'Second' } })).problem,
    'version-mismatch',
  )
  assert.equal((await ada.call(contract.deleteTodo, { params, headers })).problem, 'version-mismatch')
  assert.equal((await ada.call(contract.getTodo, { params })).body.title, 'First')
})

everyServer('no ETag of before holds once an older database was put back', async (_t, { as, tally }) => {
  const ada = await as('ada')
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  const params = { id: todo.id }
  const tags = async () => {
    const [list, one] = [await ada.call(contract.listTodos), await ada.call(contract.getTodo, { params })]
    return { list: list.headers.get('etag') ?? '', todo: one.headers.get('etag') ?? '' }
  }
  const before = await tags()
  const { db } = tally.accounts
  await inTransaction(db, (tx) =>
    tx.updateTable('meta').set({ value: 'put back' }).where('key', '=', 'epoch').execute(),
  )
  const after = await tags()
  assert.equal((await ada.call(contract.listTodos, { headers: { 'if-none-match': before.list } })).status, 200)
  assert.equal((await ada.call(contract.listTodos, { headers: { 'if-none-match': after.list } })).status, 304)
  const change = (etag: string) =>
    ada.call(contract.changeTodo, { params, headers: { 'if-match': etag }, body: { title: 'Buy oat milk' } })
  assert.equal((await change(before.todo)).problem, 'version-mismatch')
  assert.equal((await change(after.todo)).status, 200)
  assert.equal((await change('"2"')).problem, 'version-mismatch')
})

everyServer('a list in the trash, and a todo of it, are refused as declared', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const { body: todo } = await ada.call(contract.addTodo, {
    body: { title: 'Fence', listId: home.id, completed: true },
  })
  await ada.call(contract.deleteList, { params: { id: home.id } })
  const params = { id: todo.id }
  assert.equal((await ada.call(contract.deleteTodo, { params })).problem, 'list-deleted')
  assert.equal((await ada.call(contract.changeTodo, { params, body: { title: 'x' } })).problem, 'list-deleted')
  const cleared = await ada.call(contract.clearCompleted, { query: { completed: true, list: home.id } })
  assert.equal(cleared.problem, 'list-deleted')
})

everyServer('a todo moves to another list, with other changes in the same step', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  const params = { id: todo.id }
  const moved = await ada.call(contract.changeTodo, {
    params,
    body: { listId: home.id, title: 'Milk', position: 'a5' },
  })
  assert.deepEqual([moved.body.listId, moved.body.title, moved.body.position], [home.id, 'Milk', 'a5'])
  const { body: lists } = await ada.call(contract.listLists)
  assert.deepEqual(
    lists.map(({ openCount }) => openCount),
    [0, 1],
  )
})

everyServer('a batch is all or nothing', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Buy milk' } })
  const { listId, id: key } = todo
  const complete = { type: 'todo.patch', listId, key, fields: { completed: true } } as const
  const missing = { type: 'todo.delete', listId, key: newId() } as const
  const refused = await ada.call(contract.changeTodos, { body: { operations: [complete, missing] } })
  assert.equal(refused.problem, 'todo-not-found')
  assert.equal((await ada.call(contract.getTodo, { params: { id: key } })).body.completed, false)
  const { body } = await ada.call(contract.changeTodos, { body: { operations: [complete] } })
  assert.equal(body.todos[0]?.completed, true)
})

everyServer('completed todos are cleared into the trash, only when asked plainly', async (_t, { as }) => {
  const ada = await as('ada')
  for (const completed of [true, true, false])
    await ada.call(contract.addTodo, { body: { title: 'A todo', completed } })
  assert.equal((await ada.send('DELETE', '/api/todos')).status, 400)
  const { body } = await ada.call(contract.clearCompleted, { query: { completed: true } })
  assert.deepEqual(body, { deleted: 2 })
  assert.equal((await ada.call(contract.listTodos, { query: { deleted: true } })).body.length, 2)
  assert.equal((await ada.call(contract.listTodos)).body.length, 1)
})

everyServer('clearing all my lists leaves out those I may only look at, unless I name one', async (_t, { as }) => {
  const [ada, eve] = [await as('ada'), await as('eve')]
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  await ada.call(contract.addTodo, { body: { title: 'Theirs', listId: home.id, completed: true } })
  await shareList({ owner: ada, listId: home.id, person: eve, role: 'viewer' })
  await eve.call(contract.addTodo, { body: { title: 'Mine', completed: true } })
  const named = await eve.call(contract.clearCompleted, { query: { completed: true, list: home.id } })
  assert.equal(named.problem, 'list-read-only')
  const all = await eve.call(contract.clearCompleted, { query: { completed: true } })
  assert.deepEqual(all.body, { deleted: 1 })
  const left = (await eve.call(contract.listTodos)).body
  assert.deepEqual(
    left.map(({ title }) => title),
    ['Theirs'],
  )
})

everyServer('a list with its todos goes to the trash and comes back', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home', color: 'green' } })
  await ada.call(contract.addTodo, { body: { title: 'Fence', listId: home.id } })
  const params = { id: home.id }
  await ada.call(contract.deleteList, { params })
  assert.deepEqual((await ada.call(contract.listTodos)).body, [])
  assert.equal((await ada.call(contract.listLists, { query: { deleted: true } })).body[0]?.name, 'Home')
  await ada.call(contract.restoreList, { params })
  assert.equal((await ada.call(contract.listTodos)).body[0]?.title, 'Fence')
})

everyServer('a list id that is in use says nothing about whose it is', async (_t, { as }) => {
  const ada = await as('ada')
  const eve = await as('eve')
  const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
  const again = await ada.call(contract.addList, { body: { id: home.id, name: 'Other' } })
  assert.deepEqual([again.status, again.body.name], [200, 'Home'])
  assert.equal((await eve.call(contract.addList, { body: { id: home.id, name: 'Mine' } })).problem, 'id-taken')
})

everyServer('the longest texts that are allowed are stored whole', async (_t, { as }) => {
  const ada = await as('ada')
  const title = '🗒'.repeat(limits.title.max / 2)
  const notes = 'ß'.repeat(limits.notes.max)
  const { body: todo } = await ada.call(contract.addTodo, { body: { title, notes } })
  const { body: read } = await ada.call(contract.getTodo, { params: { id: todo.id } })
  assert.deepEqual([read.title, read.notes], [title, notes])
})

everyServer('a batch whose answer would be too large changes nothing, and says what to do', async (_t, { as }) => {
  const ada = await as('ada')
  const notes = 'x'.repeat(limits.notes.max)
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'A long one', notes } })
  const complete = { type: 'todo.patch' as const, listId: todo.listId, key: todo.id, fields: { completed: true } }
  const batch = (count: number) =>
    ada.call(contract.changeTodos, { body: { operations: Array.from({ length: count }, () => complete) } })
  const refused = await batch(100)
  assert.equal(refused.problem, 'body-too-large')
  assert.equal((await ada.call(contract.getTodo, { params: { id: todo.id } })).body.completed, false)
  assert.equal((await batch(20)).status, 200)
  assert.equal((await ada.call(contract.getTodo, { params: { id: todo.id } })).body.completed, true)
})
