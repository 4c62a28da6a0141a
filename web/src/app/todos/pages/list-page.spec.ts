import 'fake-indexeddb/auto'
import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed, type ComponentFixture } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { SignedIn, TodoDraft } from '@tally/contract'
import { IDBFactory } from 'fake-indexeddb'
import { Session } from '../../sessions/session'
import { Replica } from '../../sync/replica'
import type { SendInit } from '../../sync/engine/platform.ts'
import { ada, inboxId, TestSyncServer } from '../../sync/engine/test-sync-server.ts'
import { uuidV7 } from '../../sync/uuid-v7'
import { ListPage } from './list-page'

const signedIn: SignedIn = {
  token: 'token',
  expiresIn: 300,
  user: { id: ada.userId, username: 'ada', displayName: 'Ada', role: 'admin' },
}

let server: TestSyncServer
let fixture: ComponentFixture<ListPage>

/** The Inbox of somebody who has just signed in, before the server has answered. */
async function openInbox(): Promise<void> {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
  })
  const signIn = TestBed.inject(Session).signIn({ username: 'ada', password: 'todo' })
  await Promise.resolve()
  TestBed.inject(HttpTestingController).expectOne('/api/auth').flush(signedIn)
  await signIn
  fixture = TestBed.createComponent(ListPage)
  fixture.componentRef.setInput('id', 'inbox')
  await fixture.whenStable()
}

function addAtServer(fields: TodoDraft): void {
  server.change({ id: uuidV7(), type: 'todo.put', listId: inboxId, key: uuidV7(), fields })
}

function page(): HTMLElement {
  return fixture.nativeElement as HTMLElement
}

function titles(): string[] {
  return Array.from(page().querySelectorAll('button.title'), (title) => title.textContent)
}

/** Waits until the page shows that. */
function until(shows: () => void): Promise<void> {
  return vi.waitFor(async () => {
    await fixture.whenStable()
    shows()
  })
}

async function addHere(title: string): Promise<void> {
  const field = page().querySelector<HTMLInputElement>('tally-add-line input')!
  field.value = title
  field.dispatchEvent(new Event('input'))
  page()
    .querySelector('tally-add-line form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }))
  await fixture.whenStable()
}

describe('ListPage', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    localStorage.clear()
    server = new TestSyncServer()
    vi.stubGlobal('fetch', (url: string, init: SendInit) => server.send(new URL(url).pathname, init))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    localStorage.clear()
  })

  it('shows a skeleton until the todos are here', async () => {
    const held = Promise.withResolvers<undefined>()
    server.answer = () => held.promise as Promise<never>
    await openInbox()
    await until(() => expect(page().querySelector('tally-rows-loading')).not.toBeNull())
    held.resolve(undefined)
    await until(() => expect(page().querySelector('tally-rows-loading')).toBeNull())
  })

  it('says the one next thing when the list is empty', async () => {
    await openInbox()
    await until(() => expect(page().textContent).toContain('Your Inbox is empty.'))
    expect(page().querySelector('tally-add-line input')).not.toBeNull()
  })

  it('shows the open todos of this list', async () => {
    server.addList({ id: uuidV7(), name: 'Another' })
    addAtServer({ title: 'Get Milk' })
    addAtServer({ title: 'Fetch Kids', completed: true })
    await openInbox()
    await until(() => expect(titles()).toEqual(['Get Milk']))
  })

  it('says plainly that loading failed, and loads again when asked', async () => {
    addAtServer({ title: 'Get Milk' })
    server.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await openInbox()
    await until(() => expect(page().textContent).toContain('Couldn’t load'))
    server.answer = () => undefined
    page().querySelector<HTMLElement>('tally-try-again button')?.click()
    await until(() => expect(titles()).toEqual(['Get Milk']))
  })

  it('shows a new todo at once, and keeps its words in the box when the server refuses it', async () => {
    await openInbox()
    await until(() => expect(page().textContent).toContain('Your Inbox is empty.'))
    server.refuse = () => 'list-read-only'
    await addHere('Buy flowers')
    expect(titles()).toEqual(['Buy flowers'])
    await until(() => expect(titles()).toEqual([]))
    expect(TestBed.inject(Replica).problems()).toMatchObject([{ about: 'Buy flowers', code: 'list-read-only' }])
  })

  it('shows a quiet dot while a todo is on this device only', async () => {
    await openInbox()
    await until(() => expect(page().textContent).toContain('Your Inbox is empty.'))
    server.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await addHere('Buy flowers')
    expect(page().querySelector('.unsynced')?.textContent).toContain('not synced yet')
    server.answer = () => undefined
    TestBed.inject(Replica).load()
    await until(() => expect(page().querySelector('.unsynced')).toBeNull())
  })
})
