import assert from 'node:assert/strict'
import type { Todo } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { listLists, requireInboxId } from '../lists/list-service.ts'
import { toTodo } from '../todos/to-todo.ts'
import { everyDatabase } from '../../test/every-database.ts'
import { addInbox } from './list-changes.ts'
import type { BatchedOperations, SingleOperation } from './operation.ts'
import { applyOperations, type Verdict } from './apply-operations.ts'

const NOW = 1_800_000_000_000

/** Somebody with an Inbox, and what they can do to it. */
async function person(db: Db) {
  const userId = newId()
  await inTransaction(db, (tx) => addInbox(tx, userId, NOW))
  const inbox = await requireInboxId(db, userId)
  const apply = (operation: SingleOperation | BatchedOperations, id = newId()): Promise<Verdict> =>
    inTransaction(db, async (tx) => {
      const change = { userId, at: NOW, directory: 'everyone' } as const
      const [verdict] = await applyOperations(tx, [{ ...operation, id }], change)
      assert.ok(verdict)
      return verdict
    })
  const put = async (title: string, fields: { completed?: boolean; parentId?: string } = {}, listId = inbox) => {
    const key = newId()
    await apply({ type: 'todo.put', listId, key, fields: { title, ...fields } })
    return key
  }
  const lists = () => listLists(db, userId, false)
  return { userId, inbox, apply, put, lists }
}

async function allTodos(db: Db): Promise<Todo[]> {
  return (await db.selectFrom('todo').selectAll().orderBy('id').execute()).map(toTodo)
}

everyDatabase('an operation that is sent again changes nothing and gets the same verdict', async (_t, { db }) => {
  const ada = await person(db)
  const id = newId()
  const operation = { type: 'todo.put', listId: ada.inbox, key: newId(), fields: { title: 'Buy milk' } } as const
  const first = await ada.apply(operation, id)
  const again = await ada.apply(operation, id)
  assert.deepEqual(again, { ...first, dup: true })
  assert.equal((await allTodos(db)).length, 1)
})

everyDatabase('ten puts of one todo at once make one todo', async (_t, { db }) => {
  const ada = await person(db)
  const operation = { type: 'todo.put', listId: ada.inbox, key: newId(), fields: { title: 'Buy milk' } } as const
  const verdicts = await Promise.all(Array.from({ length: 10 }, () => ada.apply(operation)))
  assert.deepEqual(
    verdicts.map((verdict) => verdict.ok),
    Array.from({ length: 10 }, () => true),
  )
  const [inbox] = await ada.lists()
  assert.equal((await allTodos(db)).length, 1)
  assert.equal(inbox?.openCount, 1)
})

everyDatabase('every change counts the list up by one, without gaps or repeats', async (_t, { db }) => {
  const ada = await person(db)
  const titles = Array.from({ length: 20 }, (_, n) => `Todo ${n}`)
  await Promise.all(titles.map((title) => ada.put(title)))
  const versions = (await allTodos(db)).map((todo) => todo.ver).sort((one, other) => one - other)
  assert.deepEqual(
    versions,
    titles.map((_, n) => n + 2),
  )
})

everyDatabase('todos without a place go to the end, in the order they came', async (_t, { db }) => {
  const ada = await person(db)
  for (const title of ['one', 'two', 'three']) await ada.put(title)
  const byPosition = (await allTodos(db)).sort((one, other) => (one.position < other.position ? -1 : 1))
  assert.deepEqual(
    byPosition.map((todo) => todo.title),
    ['one', 'two', 'three'],
  )
})

everyDatabase(
  'the count of open todos follows adding, completing, deleting, restoring and moving',
  async (_t, { db }) => {
    const ada = await person(db)
    const home = newId()
    await ada.apply({ type: 'list.put', listId: home, fields: { name: 'Home' } })
    const counts = async () => (await ada.lists()).map((list) => list.openCount)

    const milk = await ada.put('Buy milk')
    const done = await ada.put('Done already', { completed: true })
    assert.deepEqual(await counts(), [1, 0])
    await ada.apply({ type: 'todo.patch', listId: ada.inbox, key: done, fields: { completed: false } })
    assert.deepEqual(await counts(), [2, 0])
    await ada.apply({ type: 'todo.delete', listId: ada.inbox, key: done })
    assert.deepEqual(await counts(), [1, 0])
    await ada.apply({ type: 'todo.restore', listId: ada.inbox, key: done })
    await ada.apply({ type: 'todo.move', listId: ada.inbox, key: milk, fields: { listId: home } })
    assert.deepEqual(await counts(), [1, 1])
  },
)

everyDatabase('moving a todo takes what is below it along and leaves tombstones', async (_t, { db }) => {
  const ada = await person(db)
  const home = newId()
  await ada.apply({ type: 'list.put', listId: home, fields: { name: 'Home' } })
  const top = await ada.put('Paint the fence')
  const child = await ada.put('Buy paint', { parentId: top })
  const grandchild = await ada.put('Choose a colour', { parentId: child })
  await ada.put('Stays')
  await ada.apply({ type: 'todo.move', listId: ada.inbox, key: top, fields: { listId: home } })

  const moved = (await allTodos(db)).filter((todo) => todo.listId === home)
  assert.deepEqual(
    moved.map(({ id, parentId }) => ({ id, parentId })),
    [
      { id: top, parentId: null },
      { id: child, parentId: top },
      { id: grandchild, parentId: child },
    ],
  )
  const tombstones = await db.selectFrom('tombstone').selectAll().where('list_id', '=', ada.inbox).execute()
  assert.deepEqual(tombstones.map(({ id }) => id).sort(), [top, child, grandchild].sort())
})

everyDatabase('a batch is all or nothing, under one version', async (_t, { db }) => {
  const ada = await person(db)
  const one = newId()
  const two = newId()
  const put = (key: string) => ({ type: 'todo.put' as const, listId: ada.inbox, key, fields: { title: 'A todo' } })
  const missing = { type: 'todo.delete' as const, listId: ada.inbox, key: newId() }

  const refused = await ada.apply({ type: 'batch', listId: ada.inbox, ops: [put(one), missing] })
  assert.equal(!refused.ok && refused.problem.code, 'todo-not-found')
  assert.deepEqual(await allTodos(db), [])
  assert.equal((await ada.lists())[0]?.openCount, 0)

  await ada.apply({ type: 'batch', listId: ada.inbox, ops: [put(one), put(two)] })
  assert.deepEqual(
    (await allTodos(db)).map((todo) => todo.ver),
    [2, 2],
  )
})

everyDatabase('a refused operation keeps its verdict and changes nothing else', async (_t, { db }) => {
  const ada = await person(db)
  const id = newId()
  const key = newId()
  const patch = { type: 'todo.patch', listId: ada.inbox, key, fields: { title: 'New' } } as const
  const refused = await ada.apply(patch, id)
  await ada.apply({ type: 'todo.put', listId: ada.inbox, key, fields: { title: 'Old' } })
  const again = await ada.apply(patch, id)
  assert.deepEqual([refused.ok, again.ok], [false, false])
  assert.deepEqual(
    (await allTodos(db)).map((todo) => todo.title),
    ['Old'],
  )
})

everyDatabase(
  "another person's list does not exist for me, and an id there cannot be that of a todo of mine",
  async (_t, { db }) => {
    const ada = await person(db)
    const eve = await person(db)
    const key = await ada.put('Private')
    const attempts = [
      { type: 'todo.put', listId: ada.inbox, key: newId(), fields: { title: 'Hello' } },
      { type: 'todo.patch', listId: ada.inbox, key, fields: { title: 'Mine now' } },
      { type: 'todo.delete', listId: ada.inbox, key },
      { type: 'list.patch', listId: ada.inbox, fields: { color: 'red' } },
      { type: 'todo.move', listId: ada.inbox, key, fields: { listId: eve.inbox } },
    ] as const
    for (const attempt of attempts) {
      const verdict = await eve.apply(attempt)
      assert.equal(!verdict.ok && verdict.problem.code, 'list-not-found', attempt.type)
    }
    const own = await eve.apply({ type: 'todo.put', listId: eve.inbox, key, fields: { title: 'My own' } })
    assert.equal(!own.ok && own.problem.code, 'id-taken')
    assert.deepEqual(
      (await allTodos(db)).map((todo) => todo.title),
      ['Private'],
    )
  },
)

everyDatabase('delete beats a late edit', async (_t, { db }) => {
  const ada = await person(db)
  const key = await ada.put('Buy milk')
  await ada.apply({ type: 'todo.delete', listId: ada.inbox, key })
  const late = await ada.apply({ type: 'todo.patch', listId: ada.inbox, key, fields: { title: 'Buy oat milk' } })
  assert.equal(!late.ok && late.problem.code, 'todo-deleted')
})

everyDatabase('a todo cannot be its own ancestor', async (_t, { db }) => {
  const ada = await person(db)
  const top = await ada.put('Top')
  const below = await ada.put('Below', { parentId: top })
  const verdict = await ada.apply({ type: 'todo.patch', listId: ada.inbox, key: top, fields: { parentId: below } })
  assert.equal(!verdict.ok && verdict.problem.code, 'invalid-input')
})

everyDatabase(
  'the Inbox can be neither deleted nor renamed; other lists go to the trash and come back',
  async (_t, { db }) => {
    const ada = await person(db)
    const home = newId()
    await ada.apply({ type: 'list.put', listId: home, fields: { name: 'Home' } })
    const deleted = await ada.apply({ type: 'list.delete', listId: ada.inbox })
    const renamed = await ada.apply({ type: 'list.patch', listId: ada.inbox, fields: { name: 'Elsewhere' } })
    assert.deepEqual(
      [!deleted.ok && deleted.problem.code, !renamed.ok && renamed.problem.code],
      ['inbox-fixed', 'inbox-fixed'],
    )

    await ada.apply({ type: 'list.delete', listId: home })
    const late = await ada.apply({ type: 'todo.put', listId: home, key: newId(), fields: { title: 'Late' } })
    assert.equal(!late.ok && late.problem.code, 'list-deleted')
    assert.equal((await ada.lists()).length, 1)
    await ada.apply({ type: 'list.restore', listId: home })
    assert.equal((await ada.lists()).length, 2)
  },
)

everyDatabase('two moves in opposite directions at once do not wait for each other for ever', async (_t, { db }) => {
  const ada = await person(db)
  const home = newId()
  await ada.apply({ type: 'list.put', listId: home, fields: { name: 'Home' } })
  const there = await Promise.all(Array.from({ length: 10 }, (_, n) => ada.put(`There ${n}`)))
  const back = await Promise.all(Array.from({ length: 10 }, (_, n) => ada.put(`Back ${n}`, {}, home)))
  await Promise.all([
    ...there.map((key) => ada.apply({ type: 'todo.move', listId: ada.inbox, key, fields: { listId: home } })),
    ...back.map((key) => ada.apply({ type: 'todo.move', listId: home, key, fields: { listId: ada.inbox } })),
  ])
  const counts = (await ada.lists()).map((list) => list.openCount)
  assert.deepEqual(counts, [10, 10])
})
