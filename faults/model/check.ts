import assert from 'node:assert/strict'
import type { List, Member, SyncOperation, Todo } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { ReplicaDatabase } from '../../web/src/app/sync/engine/replica-database.ts'
import type { Rows } from '../../web/src/app/sync/engine/rows.ts'
import { readRows } from '../../web/src/app/sync/engine/stored.ts'
import type { Person } from '../../web/src/app/sync/engine/view.ts'
import type { Browser } from './browser.ts'
import type { PushAnswer } from './restartable-server.ts'
import type { World } from './world.ts'

/** What a device keeps of the operations that were made on it. */
type Kept = {
  readonly outbox: readonly { readonly operation: SyncOperation; readonly about: string }[]
  readonly journal: readonly { readonly operation: SyncOperation; readonly about: string }[]
  readonly problems: readonly { readonly operation: SyncOperation; readonly about: string }[]
}

/**
 * Nothing goes wrong any more, and all devices have exchanged everything: now nothing may be missing, and nothing may
 * be there twice. Throws where that is not so.
 */
export async function check(world: World): Promise<void> {
  await world.settle()
  for (const complaint of world.complaints) throw complaint
  for (const person of world.people) {
    const rows = await readByNewDevice(world, person)
    assertSame(
      withoutVersions(rows),
      withoutVersions(world.model.rowsOf(person)),
      'the server did not do what the view showed',
    )
    for (const browser of world.browsers.filter((one) => one.person === person)) {
      assertSame(plain(await readStored(browser)), plain(rows), 'what is stored is not what the server has')
      for (const { current } of browser.engines)
        assertSame(plain(current.rows), plain(rows), 'the view is not the rows')
    }
    assertSame(await readByRest(world, person), live(rows), 'REST answers something else than a pull')
  }
  for (const browser of world.browsers) await checkOperations(world, browser)
}

/** Every operation was accepted and is known by its id, or waits in the box; none is missing, none is there twice. */
async function checkOperations(world: World, browser: Browser): Promise<void> {
  const { outbox, journal, problems } = await readKept(browser)
  assert.deepEqual(outbox, [], 'everything was sent')
  const found = [...journal, ...problems].map(({ about }) => about)
  assert.deepEqual(browser.promises.differences(found), [])
  for (let first = 0; first < journal.length; first += limits.sync.operations) {
    const ops = journal.slice(first, first + limits.sync.operations).map(({ operation }) => operation)
    const body = JSON.stringify({ client: browser.name, schema: limits.sync.schema, ops })
    const { status, text } = await world.server.ask(browser.person, 'POST', '/api/sync/push', body)
    assert.equal(status, 200, text)
    for (const [index, verdict] of (JSON.parse(text) as PushAnswer).results.entries()) {
      const operation = ops[index]
      // Where nothing was to be declined nothing is written down.
      const isKept = operation?.type !== 'invitation.decline' || world.model.hasAccepted(operation.id)
      const expected = { ok: true, ...(isKept && { dup: true }) }
      assert.deepEqual({ ...verdict, ...expected }, verdict, `accepted, and not known: ${JSON.stringify(operation)}`)
    }
  }
  for (const { operation } of problems) {
    assert.equal(world.model.hasAccepted(operation.id), false, `accepted, and in the box: ${JSON.stringify(operation)}`)
  }
}

/** What somebody sees who signs in on a new device. */
async function readByNewDevice(world: World, person: Person): Promise<Rows> {
  const browser = world.newBrowser(person, 1)
  await browser.open()
  await world.untilCalm([browser])
  const rows = browser.tab(0).current.rows
  await browser.close()
  return rows
}

async function readStored(browser: Browser): Promise<Rows> {
  const database = new ReplicaDatabase(browser.name)
  try {
    return await readRows(database)
  } finally {
    database.close()
  }
}

async function readKept(browser: Browser): Promise<Kept> {
  const database = new ReplicaDatabase(browser.name)
  try {
    return await database.run(async (db) => {
      const tx = db.transaction(['outbox', 'journal', 'problems'])
      const [outbox, journal, problems] = await Promise.all([
        tx.objectStore('outbox').getAll(),
        tx.objectStore('journal').getAll(),
        tx.objectStore('problems').getAll(),
      ])
      return { outbox, journal, problems }
    })
  } finally {
    database.close()
  }
}

/** The lists that are not in the trash, with their members and todos, as REST answers them. */
async function readByRest(world: World, person: Person): Promise<unknown> {
  const get = async <T>(path: string) => {
    const { status, text } = await world.server.ask(person, 'GET', path)
    assert.equal(status, 200, `${path}: ${text}`)
    return JSON.parse(text) as T
  }
  const lists = await get<List[]>('/api/lists')
  const page = `limit=${limits.page.max}`
  const todos = [
    ...(await get<Todo[]>(`/api/todos?${page}`)),
    ...(await get<Todo[]>(`/api/todos?deleted=true&${page}`)),
  ]
  const rows = new Map<string, { list: List; members: Member[]; todos: Map<string, Todo> }>()
  for (const list of lists) {
    const members = await get<Member[]>(`/api/lists/${list.id}/members`)
    const own = todos.filter(({ listId }) => listId === list.id)
    const open = own.filter(({ completed, deletedAt }) => !completed && deletedAt === null)
    assert.equal(list.openCount, open.length, `the count of ${list.name}`)
    rows.set(list.id, { list, members, todos: new Map(own.map((todo) => [todo.id, todo])) })
  }
  return plain(rows)
}

function live(rows: Rows): unknown {
  return plain(new Map([...rows].filter(([, { list }]) => list.deletedAt === null)))
}

/**
 * Rows in an order of their own, without what devices make for themselves (the count of open todos) or nobody asks for
 * (the version of a member, which rises when they put the list elsewhere among their own).
 */
function plain(rows: Rows): { list: List; members: Member[]; todos: Todo[] }[] {
  return [...rows.values()]
    .map(({ list, members, todos }) => ({
      list: { ...list, openCount: 0 },
      members: members.map((member) => ({ ...member, ver: 0 })).sort((a, b) => (a.userId < b.userId ? -1 : 1)),
      todos: [...todos.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    }))
    .sort((a, b) => (a.list.id < b.list.id ? -1 : 1))
}

/** Without what only the server can know: versions, and the moment by its clock. */
function withoutVersions(rows: Rows): unknown {
  return plain(rows).map(({ list, members, todos }) => ({
    list: { ...list, ver: 0, deletedAt: list.deletedAt === null },
    members,
    todos: todos.map((todo) => ({
      ...todo,
      ver: 0,
      createdAt: 0,
      updatedAt: 0,
      completedAt: todo.completedAt === null,
      deletedAt: todo.deletedAt === null,
    })),
  }))
}

function assertSame(actual: unknown, expected: unknown, message: string): void {
  try {
    assert.deepEqual(actual, expected)
  } catch (error) {
    throw new Error(`${message}: ${error instanceof Error ? error.message : ''}`, { cause: error })
  }
}
