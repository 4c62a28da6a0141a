import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { uuidV7 } from './uuid-v7'
import { clearLeftovers } from './clear-leftovers'
import { Engine } from './engine/engine.ts'
import { databaseName, ReplicaDatabase } from './engine/replica-database.ts'
import { ada, inboxId, TestBrowser, TestSyncServer } from './engine/test-sync-server.ts'
import { dropSealed, emptyVault, keepKeys, unseal } from './engine/vault.ts'

const key = 'a'.repeat(43)
const nobody = () => false
const away = () => Promise.reject(new TypeError('Failed to fetch'))

let server: TestSyncServer
let browser: TestBrowser

function makeEngine(): Engine {
  return new Engine({ person: ada, platform: browser.tab(server), onSnapshot: () => undefined })
}

/** Ada's device after she wrote something that the server has, and these that it has not. */
async function writeOffline(titles: readonly string[]): Promise<void> {
  const engine = makeEngine()
  await engine.start()
  await engine.change([put('Sent')], 'Sent')
  await vi.waitFor(() => expect(server.titles()).toEqual(['Sent']))
  await vi.waitFor(() => expect(engine.current.unsent).toBe(0))
  server.answer = away
  for (const title of titles) await engine.change([put(title)], title)
  await engine.close()
  server.answer = () => undefined
}

function put(title: string) {
  return { type: 'todo.put', listId: inboxId, key: uuidV7(), fields: { title, position: 'a0' } } as const
}

/** All that can be read on this device, as text. */
async function readable(): Promise<string> {
  const texts: unknown[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
    })
    for (const store of db.objectStoreNames) {
      const reading = db.transaction(store).objectStore(store).getAll()
      const rows = await new Promise<unknown[]>((resolve) => (reading.onsuccess = () => resolve(reading.result)))
      texts.push(rows)
      for (const row of rows) {
        if (isSealed(row)) texts.push(new TextDecoder('latin1').decode(row.data))
      }
    }
    db.close()
  }
  return JSON.stringify(texts)
}

function isSealed(row: unknown): row is { data: ArrayBuffer } {
  return typeof row === 'object' && row !== null && 'data' in row
}

/** Signs ada in again. */
async function signInAgain(): Promise<Engine> {
  const engine = makeEngine()
  await engine.start()
  await keepKeys(ada.userId, [key])
  for (const [id, unsent] of await unseal(ada.userId)) {
    await engine.restore(unsent)
    await dropSealed([id])
  }
  return engine
}

describe('what people leave on a device whose session is over', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    server = new TestSyncServer()
    browser = new TestBrowser()
  })

  it('is nothing that can be read, and it is there again when they sign in', async () => {
    await keepKeys(ada.userId, [key])
    await writeOffline(['Milk', 'Bread'])
    expect(await readable()).toContain('Milk')
    expect(await clearLeftovers(nobody)).toEqual({ sealed: 2, inClear: 0 })
    expect(await readable()).not.toMatch(/Milk|Bread|Sent|Inbox/)

    const engine = await signInAgain()
    await vi.waitFor(() => expect(server.titles().toSorted()).toEqual(['Bread', 'Milk', 'Sent']))
    await vi.waitFor(() => expect(engine.current.unsent).toBe(0))
    await engine.close()
    expect((await unseal(ada.userId)).size).toBe(0)
  })

  it('is nothing at all when all was sent', async () => {
    await keepKeys(ada.userId, [key])
    await writeOffline([])
    expect(await clearLeftovers(nobody)).toEqual({ sealed: 0, inClear: 0 })
    expect(await indexedDB.databases()).toEqual([])
  })

  it('opens neither with the keys of another person nor with another key', async () => {
    await keepKeys(ada.userId, [key])
    await writeOffline(['Milk'])
    await clearLeftovers(nobody)
    await keepKeys('eve-id', [key])
    expect((await unseal('eve-id')).size).toBe(0)
    await keepKeys(ada.userId, ['b'.repeat(43)])
    expect((await unseal(ada.userId)).size).toBe(0)
    await emptyVault('eve-id')
    // The key of before is one of the older ones now.
    await keepKeys(ada.userId, ['b'.repeat(43), key])
    expect((await unseal(ada.userId)).size).toBe(1)
  })

  it('is what was never sent, as it is, where nothing can be encrypted', async () => {
    await writeOffline(['Milk'])
    expect(await clearLeftovers(nobody)).toEqual({ sealed: 0, inClear: 1 })
    expect(await readable()).toContain('Milk')
    expect(await readable()).not.toMatch(/Sent|Inbox/)
    const engine = await signInAgain()
    await vi.waitFor(() => expect(server.titles().toSorted()).toEqual(['Milk', 'Sent']))
    await engine.close()
  })

  it('is all that they had while they are signed in', async () => {
    await keepKeys(ada.userId, [key])
    await writeOffline(['Milk'])
    expect(await clearLeftovers((name) => name === databaseName(ada.userId))).toEqual({ sealed: 0, inClear: 0 })
    const engine = makeEngine()
    server.answer = away
    await engine.start()
    expect(engine.current.unsent).toBe(1)
    expect(engine.current.rows.size).toBeGreaterThan(0)
    await engine.close()
  })

  it('is the same when two tabs clear at once, and comes back once', async () => {
    await keepKeys(ada.userId, [key])
    await writeOffline(['Milk'])
    await Promise.all([clearLeftovers(nobody), clearLeftovers(nobody)])
    expect(await readable()).not.toContain('Milk')
    const engine = await signInAgain()
    await vi.waitFor(() => expect(server.titles().toSorted()).toEqual(['Milk', 'Sent']))
    expect([...(engine.current.rows.get(inboxId)?.todos.values() ?? [])].map(({ title }) => title).toSorted()).toEqual([
      'Milk',
      'Sent',
    ])
    await engine.close()
  })

  it('keeps what was refused as well', async () => {
    await keepKeys(ada.userId, [key])
    const database = new ReplicaDatabase(databaseName(ada.userId))
    const problem = {
      id: uuidV7(),
      operation: { ...put('Tent'), id: uuidV7() },
      code: 'list-gone',
      at: 1,
      about: 'Tent',
    }
    await database.write(['problems'], async (tx) => {
      await tx.objectStore('problems').put(problem)
    })
    database.close()
    expect(await clearLeftovers(nobody)).toEqual({ sealed: 1, inClear: 0 })
    const engine = await signInAgain()
    expect(engine.current.problems).toEqual([problem])
    await engine.close()
  })
})
