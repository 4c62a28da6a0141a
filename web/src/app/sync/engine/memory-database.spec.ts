import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { uuidV7 } from '../uuid-v7.ts'
import { Engine } from './engine.ts'
import { MemoryDatabase } from './memory-database.ts'
import { databaseName } from './replica-database.ts'
import { ada, inboxId, TestBrowser, TestSyncServer } from './test-sync-server.ts'

const away = () => Promise.reject(new TypeError('Failed to fetch'))
const name = databaseName(ada.userId)

function put(title: string) {
  return { type: 'todo.put', listId: inboxId, key: uuidV7(), fields: { title, position: 'a0' } } as const
}

describe('a replica that is kept in memory', () => {
  let server: TestSyncServer
  let browser: TestBrowser
  const titles = (engine: Engine) =>
    [...(engine.current.rows.get(inboxId)?.todos.values() ?? [])].map(({ title }) => title).toSorted()
  const open = async (database: MemoryDatabase) => {
    const engine = new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined, database })
    await engine.start()
    return engine
  }

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    server = new TestSyncServer()
    browser = new TestBrowser({ hasLocks: false })
  })

  it('reads, changes and syncs as one on the disk does, and leaves nothing there', async () => {
    const engine = await open(new MemoryDatabase(name))
    await engine.change([put('Milk')], 'Milk')
    await vi.waitFor(() => expect(server.titles()).toEqual(['Milk']))
    server.change({ ...put('From elsewhere'), id: uuidV7() })
    engine.wake()
    await vi.waitFor(() => expect(titles(engine)).toEqual(['From elsewhere', 'Milk']))
    await vi.waitFor(() => expect(engine.current.unsent).toBe(0))
    const restore = server.backup()
    await engine.change([put('Bread')], 'Bread')
    await vi.waitFor(() => expect(engine.current.unsent).toBe(0))
    restore()
    engine.wake()
    await vi.waitFor(() => expect(server.titles().toSorted()).toEqual(['Bread', 'From elsewhere', 'Milk']))
    await engine.close()
    expect(await indexedDB.databases()).toEqual([])
  })

  it('goes on with what could not be sent, and forgets what the server has with the session', async () => {
    const onDisk = new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined })
    await onDisk.start()
    await vi.waitFor(() => expect(onDisk.current.syncedAt).toBeDefined())
    server.answer = away
    await onDisk.change([put('Milk')], 'Milk')
    await onDisk.close()
    const database = new MemoryDatabase(name)
    await database.takeOver(onDisk.unsent)
    const first = await open(database)
    await first.change([put('Bread')], 'Bread')
    await first.close()
    await database.forgetRows()
    server.answer = () => undefined
    const second = await open(database)
    await vi.waitFor(() => expect(server.titles().toSorted()).toEqual(['Bread', 'Milk']))
    await second.close()
  })
})

describe('a device without room', () => {
  it('stores all of a page or nothing, and says that it is full', async () => {
    globalThis.indexedDB = new IDBFactory()
    const [server, browser] = [new TestSyncServer(), new TestBrowser()]
    for (const title of ['Milk', 'Bread', 'Butter']) server.change({ ...put(title), id: uuidV7() })
    const { prototype } = IDBObjectStore
    const real = Object.getOwnPropertyDescriptor(prototype, 'put') ?? {}
    let isFull = false
    const engine = new Engine({
      person: ada,
      platform: browser.tab(server),
      onSnapshot: () => undefined,
      onFull: () => (isFull = true),
    })
    let calls = 0
    prototype.put = function (this: IDBObjectStore, ...parts) {
      if (this.name === 'todos' && ++calls === 2) throw new DOMException('The disk is full.', 'QuotaExceededError')
      return (real.value as IDBObjectStore['put']).apply(this, parts)
    }
    try {
      await engine.start()
      await vi.waitFor(() => expect(isFull).toBe(true))
    } finally {
      Object.defineProperty(prototype, 'put', real)
    }
    await engine.close()
    const again = new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined })
    server.answer = away
    await again.start()
    expect(again.current.rows.size).toBe(0)
    await again.close()
  })
})
