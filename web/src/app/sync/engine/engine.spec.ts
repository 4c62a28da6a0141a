import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import type { Todo } from '@tally/contract'
import { uuidV7 } from '../uuid-v7.ts'
import { Engine, type Change } from './engine.ts'
import { databaseName } from './replica-database.ts'
import { ada, inboxId, manyOperations, TestBrowser, TestSyncServer } from './test-sync-server.ts'

let server: TestSyncServer
let browser: TestBrowser
let tabs: Engine[]

/** One more tab, which has read what is stored. */
async function openTab(): Promise<Engine> {
  const engine = new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined })
  tabs.push(engine)
  await engine.start()
  return engine
}

/** A tab that has exchanged everything. */
async function openSyncedTab(): Promise<Engine> {
  const tab = await openTab()
  await until(() => tab.current.syncedAt !== undefined)
  return tab
}

async function closeTabs(): Promise<void> {
  await Promise.all(tabs.splice(0).map((tab) => tab.close()))
}

function until(isSo: () => boolean): Promise<void> {
  return vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 5_000, interval: 2 })
}

async function untilSent(tab: Engine): Promise<void> {
  await until(() => tab.current.unsent === 0)
}

function put(title: string, listId = inboxId, id = uuidV7()): Extract<Change, { type: 'todo.put' }> {
  return { type: 'todo.put', listId, key: id, fields: { title, position: 'a0' } }
}

function todos(tab: Engine, listId = inboxId): Todo[] {
  return [...(tab.current.rows.get(listId)?.todos.values() ?? [])].filter((todo) => todo.deletedAt === null)
}

function titles(tab: Engine, listId = inboxId): string[] {
  return todos(tab, listId)
    .map((todo) => todo.title)
    .sort()
}

const away = () => Promise.reject(new TypeError('Failed to fetch'))

describe('the replica', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    server = new TestSyncServer()
    browser = new TestBrowser()
    tabs = []
  })
  afterEach(() => closeTabs())

  it('shows a change at once, stores it, and sends it', async () => {
    const tab = await openSyncedTab()
    const stored = tab.change([put('Buy milk')], 'Buy milk')
    expect(titles(tab)).toEqual(['Buy milk'])
    expect(tab.current.isSaved).toBe(false)
    await stored
    expect(tab.current.isSaved).toBe(true)
    await untilSent(tab)
    expect(server.titles()).toEqual(['Buy milk'])
  })

  it('shows what is stored before the network has answered anything', async () => {
    const tab = await openSyncedTab()
    await tab.change([put('Buy milk')], 'Buy milk')
    await untilSent(tab)
    await until(() => todos(tab)[0]?.ver === 2)
    await closeTabs()
    server.answer = away
    const later = await openTab()
    expect(later.current.state).toBe('ready')
    expect(titles(later)).toEqual(['Buy milk'])
  })

  it('keeps what was typed offline over a closed tab, and sends it at the next visit', async () => {
    const tab = await openSyncedTab()
    server.answer = away
    await tab.change([put('Buy milk')], 'Buy milk')
    await closeTabs()
    const next = await openTab()
    expect(titles(next)).toEqual(['Buy milk'])
    expect(next.current.unsynced.get(todos(next)[0]!.id)).toBe(1)
    server.answer = () => undefined
    browser.elapse()
    await untilSent(next)
    expect(server.titles()).toEqual(['Buy milk'])
  })

  it('keeps what is being typed over a closed tab, on this device only, until it is saved', async () => {
    const tab = await openSyncedTab()
    for (const text of ['H', 'Ha', 'Hal', 'Half']) tab.keepDraft('add/inbox', { text })
    tab.keepDraft('todo/1/title', { text: 'Oat milk', base: 'Milk' })
    await closeTabs()
    const next = await openTab()
    expect(await next.readDrafts()).toEqual(
      new Map([
        ['add/inbox', { text: 'Half' }],
        ['todo/1/title', { text: 'Oat milk', base: 'Milk' }],
      ]),
    )
    next.keepDraft('add/inbox', undefined)
    await closeTabs()
    expect([...(await (await openTab()).readDrafts()).keys()]).toEqual(['todo/1/title'])
    expect(server.received).toEqual([])
  })

  it('closes at once, even when a pull comes to its end just then', async () => {
    browser = new TestBrowser({ hasLocks: false })
    const tab = await openSyncedTab()
    const closing = Promise.withResolvers<void>()
    server.answer = (path) => {
      if (path === '/api/sync/pull') closing.resolve(tab.close())
      return undefined
    }
    tab.wake()
    await closing.promise
    expect(tab.current.state).toBe('ready')
  })

  it('says that there is nothing to show when nothing is stored and nothing answers', async () => {
    server.answer = away
    const tab = await openTab()
    await until(() => tab.current.state === 'failed')
    server.answer = () => undefined
    tab.wake()
    await until(() => tab.current.state === 'ready')
  })

  it('sends the very same operations again when the answer was lost, and they count once', async () => {
    const tab = await openSyncedTab()
    const lost = new Response('', { status: 502 })
    server.answer = (path, { ops }) => {
      if (path !== '/api/sync/push') return undefined
      server.answer = () => undefined
      for (const operation of ops as []) server.change(operation)
      server.received.push(...(ops as []))
      return lost
    }
    await tab.change([put('Buy milk')], 'Buy milk')
    await until(() => server.received.length === 1)
    browser.elapse()
    await untilSent(tab)
    expect(server.received).toHaveLength(2)
    expect(server.received[1]).toEqual(server.received[0])
    expect(server.titles()).toEqual(['Buy milk'])
    expect(titles(tab)).toEqual(['Buy milk'])
  })

  it('shows an accepted change until a pull brings it: nothing flickers', async () => {
    const tab = await openSyncedTab()
    const seen: string[][] = []
    const { promise, resolve } = Promise.withResolvers<undefined>()
    server.answer = (path) => (path === '/api/sync/pull' ? (promise as Promise<never>) : undefined)
    await tab.change([put('Buy milk')], 'Buy milk')
    await untilSent(tab)
    seen.push(titles(tab))
    await closeTabs().finally(() => undefined)
    const next = await openTab()
    seen.push(titles(next))
    resolve(undefined)
    server.answer = () => undefined
    browser.elapse()
    await until(() => todos(next)[0]?.ver === 2)
    seen.push(titles(next))
    expect(seen).toEqual([['Buy milk'], ['Buy milk'], ['Buy milk']])
  })

  it('puts a refused change into the box with its words, and shows it no more', async () => {
    const tab = await openSyncedTab()
    server.refuse = () => 'list-read-only'
    await tab.change([put('Buy milk')], 'Buy milk')
    await until(() => tab.current.problems.length === 1)
    expect(tab.current.problems[0]).toMatchObject({
      code: 'list-read-only',
      about: 'Buy milk',
      operation: { type: 'todo.put', fields: { title: 'Buy milk' } },
    })
    await until(() => titles(tab).length === 0)
    server.refuse = () => undefined
    await tab.settleProblems([tab.current.problems[0]!.id], true)
    await untilSent(tab)
    expect(tab.current.problems).toEqual([])
    expect(titles(tab)).toEqual(['Buy milk'])
    expect(server.received[1]!.id).not.toBe(server.received[0]!.id)
  })

  it('lets an operation that the server cannot judge hold up its own list only', async () => {
    const work = uuidV7()
    server.addList({ id: work })
    const tab = await openSyncedTab()
    const isPoison = (body: Record<string, unknown>) => JSON.stringify(body['ops'] ?? []).includes('Poison')
    server.answer = (_path, body) => (isPoison(body) ? new Response('', { status: 500 }) : undefined)
    await tab.change([put('Before'), put('Poison', work), put('Behind', work), put('Beside')], 'Several')
    await vi.waitFor(() => {
      browser.elapse()
      expect(server.titles()).toEqual(['Before', 'Beside'])
    }, 5_000)
    expect(tab.current.unsent).toBe(2)
    expect(titles(tab, work)).toEqual(['Behind', 'Poison'])
    server.answer = () => undefined
    await vi.waitFor(() => {
      browser.elapse()
      expect(tab.current.unsent).toBe(0)
    }, 5_000)
    expect(server.titles(work)).toEqual(['Behind', 'Poison'])
  })

  it('drops a list that is not mine any more, and keeps what I still wanted to do in it', async () => {
    const work = uuidV7()
    server.addList({ id: work })
    const tab = await openSyncedTab()
    server.answer = away
    await tab.change([put('Buy milk', work)], 'Buy milk')
    await tab.change([put('Stays')], 'Stays')
    const asked = server.requests.length
    tab.wake()
    await until(() => server.requests.length > asked)
    server.answer = () => undefined
    server.removeList(work)
    browser.elapse()
    await until(() => tab.current.problems.length === 1)
    expect(tab.current.problems[0]).toMatchObject({ code: 'list-not-found', about: 'Buy milk' })
    expect(tab.current.rows.has(work)).toBe(false)
    await untilSent(tab)
    expect(server.titles()).toEqual(['Stays'])
  })

  it('does not complain of having left a list when the answer to that was lost', async () => {
    const work = uuidV7()
    server.addList({ id: work, role: 'editor' })
    const tab = await openSyncedTab()
    server.answer = (path, { ops }) => {
      if (path !== '/api/sync/push') return undefined
      server.answer = () => undefined
      for (const operation of ops as []) server.change(operation)
      server.removeList(work)
      return away()
    }
    await tab.change([{ type: 'member.delete', listId: work, key: ada.userId }], 'Work')
    await until(() => server.requests.includes('/api/sync/push'))
    browser.elapse()
    await untilSent(tab)
    expect(tab.current.problems).toEqual([])
    expect(tab.current.rows.has(work)).toBe(false)
  })

  it('sends again what a restored backup has lost', async () => {
    const tab = await openSyncedTab()
    await tab.change([put('Old')], 'Old')
    await untilSent(tab)
    const restore = server.backup()
    const work = uuidV7()
    await tab.change([{ type: 'list.put', listId: work, fields: { name: 'Work' } }, put('New', work)], 'New')
    await untilSent(tab)
    await until(() => tab.current.rows.get(work)?.list.ver === 2)
    restore()
    expect(server.titles(work)).toEqual([])
    tab.wake()
    await until(() => server.titles(work).length === 1)
    await untilSent(tab)
    expect(server.titles()).toEqual(['Old'])
    expect(titles(tab, work)).toEqual(['New'])
    expect(tab.current.problems).toEqual([])
  })

  it('pulls before it asks again what another epoch has refused', async () => {
    const tab = await openSyncedTab()
    const restore = server.backup()
    const work = uuidV7()
    await tab.change([{ type: 'list.put', listId: work, fields: { name: 'Work' } }], 'Work')
    await untilSent(tab)
    await until(() => tab.current.rows.get(work)?.list.ver === 1)
    restore()
    const pushes = () => server.requests.filter((path) => path === '/api/sync/push').length
    const before = pushes()
    await tab.change([put('New', work)], 'New')
    await until(() => pushes() > before + 1)
    await untilSent(tab)
    expect(server.titles(work)).toEqual(['New'])
    expect(tab.current.problems).toEqual([])
    expect(pushes() - before).toBe(2)
  })

  it('sends no more than a push may carry, in order', async () => {
    const tab = await openSyncedTab()
    const changes = Array.from({ length: manyOperations }, (_, index) => put(`Todo ${index}`))
    await tab.change(changes, 'Many')
    await untilSent(tab)
    expect(server.requests.filter((path) => path === '/api/sync/push')).toHaveLength(2)
    expect(server.received.map((one) => 'key' in one && one.key)).toEqual(changes.map(({ key }) => key))
  })

  it('hears of a change by a hint, and by silence that the stream is dead', async () => {
    const tab = await openSyncedTab()
    const streams = () => server.requests.filter((path) => path === '/api/sync/events').length
    await until(() => streams() === 1)
    server.change({ id: uuidV7(), ...put('From elsewhere') })
    server.say(`event: hint\ndata: {"list":"${inboxId}","ver":2}\n\n`)
    await until(() => titles(tab).includes('From elsewhere'))
    const pulls = server.requests.filter((path) => path === '/api/sync/pull').length
    server.say(`event: hint\ndata: {"list":"${inboxId}","ver":2}\n\n: nothing new\n\n`)
    await vi.waitFor(() => {
      browser.elapse()
      expect(streams()).toBeGreaterThan(1)
    }, 5_000)
    expect(server.requests.filter((path) => path === '/api/sync/pull').length).toBeGreaterThanOrEqual(pulls)
  })

  it('shows in one tab what was done in another; one of them talks to the server', async () => {
    const first = await openSyncedTab()
    const second = await openSyncedTab()
    await second.change([put('Buy milk')], 'Buy milk')
    await until(() => titles(first).length === 1)
    await Promise.all([untilSent(first), untilSent(second)])
    expect(server.requests.filter((path) => path === '/api/sync/events')).toHaveLength(1)
    await until(() => todos(second)[0]?.ver === 2)
    tabs.splice(0, 1)
    await first.close()
    await second.change([put('Buy bread')], 'Buy bread')
    await untilSent(second)
    expect(server.titles()).toEqual(['Buy bread', 'Buy milk'])
  })

  it('comes to the same end where every tab syncs for itself', async () => {
    browser = new TestBrowser({ hasLocks: false })
    const [first, second] = [await openSyncedTab(), await openSyncedTab()]
    await Promise.all([first.change([put('One')], 'One'), second.change([put('Two')], 'Two')])
    await Promise.all([untilSent(first), untilSent(second)])
    const all = ['One', 'Two']
    await until(() => titles(first).length === 2 && titles(second).length === 2)
    await until(() => [...todos(first), ...todos(second)].every((todo) => todo.ver > 0))
    expect([server.titles(), titles(first), titles(second)]).toEqual([all, all, all])
    expect(first.current.problems).toEqual([])
  })

  it('stops when the server needs a newer app, and goes on storing', async () => {
    const tab = await openSyncedTab()
    server.answer = () => new Response('', { status: 409 })
    await tab.change([put('Buy milk')], 'Buy milk')
    await until(() => tab.current.isTooOld)
    const before = server.requests.length
    await tab.change([put('Buy bread')], 'Buy bread')
    browser.elapse()
    expect(server.requests.slice(before).filter((path) => path === '/api/sync/push')).toEqual([])
    expect(titles(tab)).toEqual(['Buy bread', 'Buy milk'])
  })

  it('makes way for a newer app in another tab, says so, and takes back what it cannot store', async () => {
    const tab = await openSyncedTab()
    await tab.change([put('Buy milk')], 'Buy milk')
    await untilSent(tab)
    const name = databaseName(ada.userId)
    const newer = await openDB(name, 2)
    await until(() => tab.current.isTooOld)
    await expect(tab.change([put('Buy bread')], 'Buy bread')).rejects.toThrow()
    expect(titles(tab)).toEqual(['Buy milk'])
    let leads = false
    const { locks } = browser.tab(server)
    void locks?.request(`${name}-sync`, { signal: new AbortController().signal }, () => {
      leads = true
    })
    await until(() => leads)
    newer.close()
    const late = new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined })
    tabs.push(late)
    await expect(late.start()).rejects.toThrow()
    expect(late.current.isTooOld).toBe(true)
  })

  it('waits while the server is full, and loses nothing', async () => {
    const tab = await openSyncedTab()
    server.answer = (path) => (path === '/api/sync/push' ? new Response('', { status: 507 }) : undefined)
    await tab.change([put('Buy milk')], 'Buy milk')
    await vi.waitFor(() => {
      browser.elapse()
      expect(server.requests.filter((path) => path === '/api/sync/push').length).toBeGreaterThan(5)
    }, 5_000)
    expect(tab.current.unsent).toBe(1)
    server.answer = () => undefined
    browser.elapse()
    await untilSent(tab)
    expect(server.titles()).toEqual(['Buy milk'])
  })

  it('holds what it sends for as long as the server says, loses nothing, and goes on pulling', async () => {
    const tab = await openSyncedTab()
    await until(() => server.requests.includes('/api/sync/events'))
    const pushes = () => server.requests.filter((path) => path === '/api/sync/push').length
    const tooMuch = () => new Response('', { status: 429, headers: { 'Retry-After': '7' } })
    server.answer = (path) => (path === '/api/sync/push' ? tooMuch() : undefined)
    await tab.change([put('Buy milk')], 'Buy milk')
    await until(() => browser.waits.includes(7_000))
    server.change({ id: uuidV7(), ...put('From elsewhere') })
    server.say(`event: hint\ndata: {"list":"${inboxId}","ver":2}\n\n`)
    await until(() => titles(tab).includes('From elsewhere'))
    await tab.change([put('Buy bread')], 'Buy bread')
    expect([pushes(), tab.current.unsent, tab.current.problems]).toEqual([1, 2, []])
    server.answer = () => undefined
    browser.elapse()
    await untilSent(tab)
    expect(server.titles()).toEqual(['Buy bread', 'Buy milk', 'From elsewhere'])
    expect(server.received).toHaveLength(2)
  })

  it('deletes everything from the device', async () => {
    const tab = await openSyncedTab()
    await tab.change([put('Buy milk')], 'Buy milk')
    await untilSent(tab)
    await Promise.all(tabs.splice(0).map((one) => one.delete()))
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([])
  })
})
