import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed, type ComponentFixture } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { List, SignedIn, Todo } from '@tally/contract'
import { Session } from '../sessions/session'
import { ListPage } from './list-page'
import { makeTodo } from './make-todo'

const inbox: List = {
  id: 'inbox-id',
  name: 'Inbox',
  kind: 'inbox',
  role: 'owner',
  openCount: 1,
  position: 'a0',
  deletedAt: null,
  ver: 1,
}
const signedIn: SignedIn = {
  token: 'token',
  expiresIn: 300,
  user: { id: 'jemma', username: 'jemma', displayName: 'Jemma', role: 'admin' },
}

let server: HttpTestingController
let fixture: ComponentFixture<ListPage>

/** The Inbox of somebody who is signed in, before the server has answered. */
async function openInbox(): Promise<void> {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
  })
  server = TestBed.inject(HttpTestingController)
  const signIn = TestBed.inject(Session).signIn({ username: 'jemma', password: 'todo' })
  await Promise.resolve()
  server.expectOne('/api/auth').flush(signedIn)
  await signIn
  fixture = TestBed.createComponent(ListPage)
  fixture.componentRef.setInput('id', 'inbox')
  await render()
}

/** Lets answers arrive and shows what they change. */
async function render(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await fixture.whenStable()
}

async function answer(todos: readonly Todo[]): Promise<void> {
  server.expectOne('/api/lists').flush([inbox])
  server.expectOne((request) => request.url === '/api/todos' && request.method === 'GET').flush(todos)
  await render()
}

function page(): HTMLElement {
  return fixture.nativeElement as HTMLElement
}

describe('ListPage', () => {
  afterEach(() => server.verify())

  it('shows a skeleton until the todos are here', async () => {
    await openInbox()
    expect(page().querySelector('tally-rows-loading')).not.toBeNull()
    await answer([])
    expect(page().querySelector('tally-rows-loading')).toBeNull()
  })

  it('says the one next thing when the list is empty', async () => {
    await openInbox()
    await answer([])
    expect(page().textContent).toContain('Your Inbox is empty.')
    expect(page().querySelector('tally-add-line input')).not.toBeNull()
  })

  it('shows the open todos of this list', async () => {
    await openInbox()
    const mine = { listId: inbox.id }
    await answer([
      makeTodo({ ...mine, id: '1', title: 'Get Milk' }),
      makeTodo({ ...mine, id: '2', title: 'Fetch Kids', completed: true, completedAt: 1 }),
      makeTodo({ id: '3', title: 'Elsewhere', listId: 'another' }),
    ])
    expect(Array.from(page().querySelectorAll('button.title'), (title) => title.textContent)).toEqual(['Get Milk'])
  })

  it('says plainly that loading failed, and loads again when asked', async () => {
    await openInbox()
    server.expectOne('/api/lists').flush([inbox])
    server.expectOne((request) => request.url === '/api/todos').flush(null, { status: 500, statusText: 'Oh' })
    await render()
    expect(page().textContent).toContain('could not be loaded')
    page().querySelector<HTMLElement>('tally-try-again button')?.click()
    await answer([makeTodo({ listId: inbox.id })])
    expect(page().textContent).toContain('Get Milk')
  })

  it('shows a new todo at once, and takes it back when the server refuses it', async () => {
    await openInbox()
    await answer([])
    const field = page().querySelector<HTMLInputElement>('tally-add-line input')!
    field.value = 'Buy flowers'
    field.dispatchEvent(new Event('input'))
    page()
      .querySelector('tally-add-line form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }))
    await render()
    expect(page().querySelector('button.title')?.textContent).toBe('Buy flowers')
    expect(field.value).toBe('')
    server
      .expectOne({ url: '/api/todos', method: 'POST' })
      .flush({ code: 'list-read-only', title: 'You may not' }, { status: 403, statusText: 'Forbidden' })
    await render()
    expect(page().querySelector('button.title')).toBeNull()
  })
})
