import { provideHttpClient } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import { provideSession } from './provide-session'
import { Session } from './session'

describe('a session that got no answer', () => {
  let wire: HttpTestingController
  let session: Session

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    localStorage.clear()
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), provideSession()],
    })
    wire = TestBed.inject(HttpTestingController)
    session = TestBed.inject(Session)
    await pass(0)
  })

  afterEach(() => {
    vi.useRealTimers()
    localStorage.clear()
    wire.verify()
  })

  it('asks again by itself, after the time the server has named, until there is one', async () => {
    refuse(wire.expectOne('/api/auth/refresh'), 429, { 'Retry-After': '7' })
    await pass(6_900)
    expect(session.state()).toBe('offline')
    wire.expectNone('/api/auth/refresh')
    await pass(1_200)
    refuse(wire.expectOne('/api/auth/refresh'), 503)
    await pass(2_000)
    refuse(wire.expectOne('/api/auth/refresh'), 503)
    await pass(4_000)
    wire.expectOne('/api/auth/refresh').flush(null, { status: 204, statusText: 'No Content' })
    await pass(120_000)
    expect(session.state()).toBe('signed-out')
  })

  it('tells the server of a sign-out as soon as it is there, and once', async () => {
    wire.expectOne('/api/auth/refresh').flush(signedIn)
    await pass(0)
    void session.signOut()
    await pass(0)
    wire.expectOne('/api/auth/logout').error(new ProgressEvent('error'))
    await pass(1_000)
    expect(session.state()).toBe('signed-out')
    wire.expectOne('/healthz').flush('')
    await pass(1_000)
    refuse(wire.expectOne('/api/auth/logout'), 503)
    await pass(2_000)
    wire.expectOne('/api/auth/logout').flush(null, { status: 204, statusText: 'No Content' })
    await pass(120_000)
    expect(localStorage.length).toBe(0)
  })

  it('tells nothing any more once somebody has signed in', async () => {
    wire.expectOne('/api/auth/refresh').flush(signedIn)
    await pass(0)
    void session.signOut()
    await pass(0)
    refuse(wire.expectOne('/api/auth/logout'), 503)
    await pass(0)
    void session.signIn({ username: 'jemma', password: 'todo' })
    // The time to tell has come while the sign-in is on its way.
    await pass(1_000)
    wire.expectOne('/api/auth').flush(signedIn)
    await pass(120_000)
    expect(session.state()).toBe('signed-in')
  })

  /** Lets so many milliseconds pass, and Angular see what came of it. */
  async function pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds)
    TestBed.tick()
    await vi.advanceTimersByTimeAsync(0)
  }
})

const signedIn = {
  token: 'a.b.c',
  expiresIn: 300,
  user: { id: '01990000-0000-7000-8000-000000000001', username: 'jemma', displayName: 'Jemma', role: 'member' },
}

function refuse(request: TestRequest, status: 429 | 503, headers: Record<string, string> = {}): void {
  const code = status === 429 ? 'too-many-requests' : 'unavailable'
  request.flush({ type: 'about:blank', title: 'No', status, code }, { status, statusText: 'No', headers })
}
