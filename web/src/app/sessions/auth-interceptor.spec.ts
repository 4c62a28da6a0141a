import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { firstValueFrom } from 'rxjs'
import { BASE_PATH } from '../api/base-path'
import { toProblem } from '../api/problem'
import { authInterceptor } from './auth-interceptor'
import { Session } from './session'

describe('authInterceptor', () => {
  let http: HttpClient
  let wire: HttpTestingController
  let session: Session

  beforeEach(() => configure(''))

  function configure(basePath: string): void {
    TestBed.resetTestingModule().configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([authInterceptor])),
        provideHttpClientTesting(),
        { provide: BASE_PATH, useValue: basePath },
      ],
    })
    http = TestBed.inject(HttpClient)
    wire = TestBed.inject(HttpTestingController)
    session = TestBed.inject(Session)
  }

  afterEach(() => {
    vi.useRealTimers()
    wire.verify()
  })

  it('sends the token to this app’s own server', async () => {
    await signIn('first')
    void get('/api/todos')
    expect(tokenOf(await expectOne('/api/todos'))).toBe('Bearer first')
  })

  it.each(['https://elsewhere.example/api/todos', '//elsewhere.example/api/todos', 'http://localhost:1/api/todos'])(
    'sends nothing to %s',
    async (url) => {
      await signIn('first')
      void get(url)
      expect(tokenOf(await expectOne(url))).toBeNull()
    },
  )

  it('below a path of its host, sends the token below that path and nowhere else', async () => {
    configure('/tally')
    await signIn('first', '/tally')
    void get('/tally/api/todos')
    expect(tokenOf(await expectOne('/tally/api/todos'))).toBe('Bearer first')
    for (const url of ['/api/todos', '/tallying/api/todos', '/tally/../api/todos', '/tally/api/setup']) {
      void get(url)
      expect(tokenOf(await expectOne(url)), url).toBeNull()
    }
  })

  it('sends nothing with the calls that make a token', async () => {
    await signIn('first')
    void firstValueFrom(http.post('/api/auth/logout', {}))
    expect(tokenOf(await expectOne('/api/auth/logout'))).toBeNull()
  })

  it('waits for no token where somebody joins, who has none', async () => {
    const restoring = session.restore()
    await settle()
    wire.expectOne('/api/auth/refresh').flush(null, { status: 204, statusText: 'No Content' })
    await restoring
    void firstValueFrom(http.post('/api/join', {}))
    expect(tokenOf(await expectOne('/api/join'))).toBeNull()
  })

  it('renews a token that is about to end, once for all requests that wait', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    await signIn('first')
    vi.advanceTimersByTime(271_000)
    void get('/api/todos')
    void get('/api/lists')
    refresh('second')
    expect(tokenOf(await expectOne('/api/todos'))).toBe('Bearer second')
    expect(tokenOf(await expectOne('/api/lists'))).toBe('Bearer second')
  })

  it('replaces a refused token and asks once more, and only once', async () => {
    await signIn('first')
    const answer = get('/api/todos')
    refuse(await expectOne('/api/todos'), 401, 'invalid-token')
    await settle()
    refresh('second')
    const again = await expectOne('/api/todos')
    expect(tokenOf(again)).toBe('Bearer second')
    refuse(again, 401, 'invalid-token')
    await expect(answer).resolves.toBe('invalid-token')
  })

  it('takes a 403 for an answer', async () => {
    await signIn('first')
    const answer = get('/api/users')
    refuse(await expectOne('/api/users'), 403, 'admins-only')
    await expect(answer).resolves.toBe('admins-only')
  })

  it('stays signed in when a token cannot be renewed for want of a network', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    await signIn('first')
    vi.advanceTimersByTime(300_000)
    const answer = get('/api/todos')
    wire.expectOne('/api/auth/refresh').error(new ProgressEvent('error'))
    await expect(answer).resolves.toBe('offline')
    expect(session.state()).toBe('signed-in')
  })

  it('stays signed in when a proxy answers in place of the server, even with a 401', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    await signIn('first')
    vi.advanceTimersByTime(300_000)
    const answer = get('/api/todos')
    wire.expectOne('/api/auth/refresh').flush('<h1>Who are you?</h1>', { status: 401, statusText: 'No' })
    await expect(answer).resolves.toBe('barred')
    expect(session.state()).toBe('signed-in')
  })

  it('is signed out when the session has ended, and says that nobody asked for it', async () => {
    await signIn('first')
    const answer = get('/api/todos')
    refuse(await expectOne('/api/todos'), 401, 'invalid-token')
    await settle()
    refuse(wire.expectOne('/api/auth/refresh'), 401, 'invalid-session')
    await expect(answer).resolves.toBe('invalid-token')
    expect(session.state()).toBe('signed-out')
    expect(session.wasEnded()).toBe(true)
  })

  it('asks no more once the session has ended', async () => {
    await signIn('first')
    const answers = [get('/api/todos'), get('/api/lists')]
    refuse(await expectOne('/api/todos'), 401, 'invalid-token')
    await settle()
    refuse(wire.expectOne('/api/auth/refresh'), 401, 'invalid-session')
    refuse(await expectOne('/api/lists'), 401, 'invalid-token')
    await expect(Promise.all(answers)).resolves.toEqual(['invalid-token', 'invalid-token'])
    expect(session.wasEnded()).toBe(true)
  })

  it('does not let a refresh in flight revive a session that was signed out', async () => {
    const restoring = session.restore()
    await settle()
    const late = wire.expectOne('/api/auth/refresh')
    const signingOut = session.signOut()
    late.flush(signedIn('late'))
    await restoring
    wire.expectOne('/api/auth/logout').flush(null)
    await signingOut
    expect(session.state()).toBe('signed-out')
    expect(session.user()).toBeUndefined()
  })

  /** The code of the problem a request ends with. */
  function get(url: string): Promise<string> {
    return firstValueFrom(http.get(url)).then(
      () => 'answered',
      (error: unknown) => toProblem(error).code,
    )
  }

  async function signIn(token: string, basePath = ''): Promise<void> {
    const done = session.signIn({ username: 'jemma', password: 'todo' })
    await settle()
    wire.expectOne(`${basePath}/api/auth`).flush(signedIn(token))
    await done
  }

  function refresh(token: string): void {
    wire.expectOne('/api/auth/refresh').flush(signedIn(token))
  }

  async function expectOne(url: string): Promise<TestRequest> {
    await settle()
    return wire.expectOne(url)
  }
})

function signedIn(token: string) {
  const user = { id: '01990000-0000-7000-8000-000000000001', username: 'jemma', displayName: 'Jemma', role: 'admin' }
  return { token, expiresIn: 300, user }
}

function tokenOf({ request }: TestRequest): string | null {
  return request.headers.get('Authorization')
}

function refuse(request: TestRequest, status: number, code: string): void {
  request.flush({ type: 'about:blank', title: 'No', status, code }, { status, statusText: 'No' })
}

/** Lets the promises between one request and the next run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
