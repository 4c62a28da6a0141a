import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { Session } from '../sessions/session'
import { AuthorizedFetch } from './authorized-fetch'

describe('AuthorizedFetch', () => {
  const jemma = { id: '01990000-0000-7000-8000-000000000001', username: 'jemma', displayName: 'Jemma', role: 'member' }
  let wire: HttpTestingController

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] })
    wire = TestBed.inject(HttpTestingController)
    const signedIn = TestBed.inject(Session).signIn({ username: 'jemma', password: 'todo' })
    await settle()
    wire.expectOne('/api/auth').flush({ token: 'first', expiresIn: 300, user: jemma })
    await signedIn
  })

  afterEach(() => {
    vi.restoreAllMocks()
    wire.verify()
  })

  it('replaces a token that the server refuses, and asks once more', async () => {
    const asked = answerWith(refusal('invalid-token'), new Response('{}'))
    const answer = pull()
    await settle()
    wire.expectOne('/api/auth/refresh').flush({ token: 'second', expiresIn: 300, user: jemma })
    expect((await answer).status).toBe(200)
    expect(asked()).toEqual(['Bearer first', 'Bearer second'])
  })

  it.each([
    ['a page of a proxy', () => new Response('<h1>Who are you?</h1>', { status: 401 })],
    ['another code', () => refusal('invalid-session')],
  ])('takes a 401 with %s for the answer, which can still be read', async (_what, refused) => {
    const asked = answerWith(refused())
    const answer = await pull()
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toBe('')
    expect(asked()).toEqual(['Bearer first'])
  })

  function pull(): Promise<Response> {
    const { signal } = new AbortController()
    return TestBed.inject(AuthorizedFetch).send('/api/sync/pull', { method: 'POST', signal })
  }

  /** Has the network answer so, one after the other; answers which tokens were sent. */
  function answerWith(...answers: Response[]): () => (string | null)[] {
    const sent = vi.spyOn(globalThis, 'fetch')
    for (const answer of answers) sent.mockResolvedValueOnce(answer)
    return () => sent.mock.calls.map(([, init]) => new Headers(init?.headers).get('Authorization'))
  }
})

function refusal(code: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: 'No', status: 401, code }), { status: 401 })
}

/** Lets the promises between one request and the next run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
