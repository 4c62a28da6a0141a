import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import * as contract from '@tally/contract'
import type { Todo } from '@tally/contract'
import { engines, freshDatabase } from '../test/every-database.ts'
import { writeOldInstance, type OldInstance, type OldTodo } from '../test/old-instance.ts'
import type { TestClient } from '../test/test-client.ts'
import { TestDevice } from '../test/test-device.ts'
import { PASSWORD, testServer, type TestServer } from '../test/test-server.ts'
import type { Engine } from './db/db.ts'
import { openDatabase } from './db/open-database.ts'
import { newId } from './http/id.ts'

type Upgraded = { readonly old: OldInstance; readonly server: TestServer; readonly lines: readonly string[] }

/** An instance that an older version wrote, served by this one. */
async function upgrade(t: TestContext, engine: Engine): Promise<Upgraded> {
  const fresh = await freshDatabase(engine, { isEmpty: true })
  const old = await writeOldInstance(fresh)
  const lines: string[] = []
  const log = { info: (_fields: unknown, line?: string) => lines.push(line ?? ''), warn: assert.fail }
  const database = await openDatabase({ ...fresh, log })
  await database.close()
  return { old, server: await testServer(t, engine, {}, { database: fresh }), lines }
}

/** A browser in which somebody was signed in when the old version stopped: it wakes up and asks for a token. */
async function wake(client: TestClient, cookie: string): Promise<void> {
  client.cookie = cookie
  client.token = (await client.call(contract.refreshSession)).body.token
}

/** A device that has seen a list of the old version up to a `ver`. */
function deviceOf(client: TestClient, { epoch, todos }: OldInstance, seen: Record<string, number>): TestDevice {
  const device = new TestDevice(client)
  device.epoch = epoch
  for (const [listId, ver] of Object.entries(seen)) {
    const rows = todos.filter((todo) => todo.list_id === listId && todo.ver <= ver)
    const known = new Map(rows.map(({ id, title }) => [id, { id, title } as Todo]))
    device.replicas.set(listId, { cursor: `${ver}:0:${epoch}`, role: 'owner', todos: known })
  }
  return device
}

/** What people wrote, in the order of the ids. */
function written(todos: readonly OldTodo[]): object[] {
  return todos
    .map((todo) => ({
      listId: todo.list_id,
      id: todo.id,
      title: todo.title,
      notes: todo.notes,
      completed: todo.completed === 1,
      labels: JSON.parse(todo.labels) as string[],
      parentId: todo.parent_id,
      position: todo.position,
      createdAt: todo.created_at,
      createdBy: todo.created_by,
      deletedAt: todo.deleted_at,
    }))
    .sort(byId)
}

function read(device: TestDevice): object[] {
  const todos = [...device.replicas.values()].flatMap((replica) => [...replica.todos.values()])
  return todos
    .map((todo) => ({
      listId: todo.listId,
      id: todo.id,
      title: todo.title,
      notes: todo.notes,
      completed: todo.completed,
      labels: todo.labels,
      parentId: todo.parentId,
      position: todo.position,
      createdAt: todo.createdAt,
      createdBy: todo.createdBy,
      deletedAt: todo.deletedAt,
    }))
    .sort(byId)
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}

for (const engine of engines) {
  test(`an instance of an older version goes on: nothing is lost and nobody is signed out (${engine})`, async (t) => {
    const { old, server, lines } = await upgrade(t, engine)
    const { people, home, trap, todos } = old
    assert.equal(todos.length, 10_504)
    assert.deepEqual(
      lines.filter((line) => line.includes('the id of another')),
      ['3 todos in 1 lists had the id of another todo and have one of their own now'],
    )

    const [ada, bob, eve] = [server.nobody(), server.nobody(), server.nobody()]
    await t.test('everybody is signed in as before, and their password is the same', async () => {
      for (const [username, client] of Object.entries({ ada, bob, eve })) {
        const { id, cookies } = people[username as keyof typeof people]
        for (const cookie of cookies) {
          await wake(client, cookie)
          assert.equal((await client.call(contract.getMe)).body.id, id)
          assert.equal((await client.call(contract.refreshSession)).status, 200)
        }
        const signedIn = await server.nobody().call(contract.signIn, { body: { username, password: PASSWORD } })
        assert.equal(signedIn.status, 200)
      }
    })

    await t.test('every todo is there as it was, and the genuine one has kept its id', async () => {
      const genuine = (listIds: string[]) => written(todos.filter((todo) => listIds.includes(todo.list_id)))
      const devices = { ada: new TestDevice(ada), bob: new TestDevice(bob) }
      await devices.ada.pull()
      await devices.bob.pull()
      const withoutTrap = read(devices.ada).filter((todo) => !('listId' in todo && todo.listId === trap))
      assert.deepEqual(withoutTrap, genuine([people.ada.inbox, home]))
      assert.deepEqual(read(devices.bob), genuine([people.bob.inbox, home]))
      const counts = (await ada.call(contract.listLists)).body.map(({ id, openCount }) => [id, openCount])
      const openIn = (id: string) =>
        todos.filter((todo) => todo.list_id === id && todo.completed === 0 && todo.deleted_at === null).length
      assert.deepEqual(
        counts,
        counts.map(([id]) => [id, openIn(String(id))]),
      )
    })

    await t.test('twins have ids of their own, and what named them in their list does, too', async () => {
      const head = Math.max(...todos.filter((todo) => todo.list_id === trap).map(({ ver }) => ver))
      const device = deviceOf(eve, old, { [trap]: head })
      await device.pull()
      assert.deepEqual(device.lastResets.includes(trap), false)
      const rows = [...(device.replicas.get(trap)?.todos.values() ?? [])]
      assert.deepEqual(rows.map(({ title }) => title).sort(), [...old.twins, 'Below a twin'].sort())
      const oldIds = new Set(todos.filter((todo) => todo.list_id === home).map(({ id }) => id))
      assert.ok(rows.every(({ id }) => !oldIds.has(id)))
      const twin = rows.find(({ title }) => title === 'A twin with a todo below it')
      assert.equal(rows.find(({ title }) => title === 'Below a twin')?.parentId, twin?.id)
      const texts = async (client: TestClient, id = '') =>
        (await client.call(contract.listOverwritten, { params: { id } })).body.map(({ text }) => text)
      assert.deepEqual(await texts(eve, twin?.id), ['An earlier text of the twin'])
      const genuine = todos.find((todo) => todo.list_id === home && todo.title === 'Todo 2')
      assert.deepEqual(await texts(ada, genuine?.id), ['An earlier text'])
    })

    await t.test('a device goes on from its cursors and with what it had not sent', async () => {
      const rows = todos.filter((todo) => todo.list_id === home)
      const device = deviceOf(bob, old, { [home]: old.verdicts.doneVer - 500 })
      const [first, second, trashed] = [rows[10], rows[11], rows.find((todo) => todo.deleted_at !== null)]
      const at = (todo: OldTodo | undefined) => ({ listId: home, key: todo?.id ?? '' })
      const results = await device.push(
        { id: old.verdicts.done, type: 'todo.put', listId: home, key: newId(), fields: { title: 'Never again' } },
        { id: old.verdicts.refused, type: 'todo.patch', ...at(first), fields: { title: 'Never' } },
        { type: 'todo.put', listId: home, key: newId(), fields: { title: 'Written offline', labels: ['home'] } },
        { type: 'todo.patch', ...at(first), fields: { notes: 'Offline' }, base: { notes: first?.notes ?? '' } },
        { type: 'todo.move', ...at(second), fields: { listId: people.bob.inbox, position: 'a0' } },
        { type: 'todo.restore', ...at(trashed) },
        { type: 'batch', listId: home, ops: [{ type: 'todo.delete', ...at(rows[12]) }] },
      )
      const words = results.map(({ dup, ...verdict }) => [verdict.ok || verdict.code, dup ?? false])
      const news = Array.from({ length: 5 }, () => [true, false])
      assert.deepEqual(words, [[true, true], ['todo-deleted', true], ...news])
      await device.pull()
      assert.ok(!device.lastResets.includes(home))
      const anew = new TestDevice(bob)
      await anew.pull()
      assert.deepEqual(device.titles(home), anew.titles(home))
      assert.ok(device.titles(home).includes('Written offline'))
      assert.equal(anew.replicas.get(home)?.todos.get(first?.id ?? '')?.notes, 'Offline')
    })
  })
}
