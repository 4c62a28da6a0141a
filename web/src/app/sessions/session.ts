import { computed, inject, Service, signal } from '@angular/core'
import type { Credentials, CurrentUser, FirstAdmin, SignedIn } from '@tally/contract'
import { Api } from '../api/api'
import { ApiProblem } from '../api/problem'
import { isFresh, keepToken, type AccessToken } from './access-token'
import { alone } from './alone'
import { forgetUser, recallUser, rememberUser } from './known-user'
import { OtherTabs } from './other-tabs'

/**
 * `unknown`: the start, nothing answered yet. `offline`: nothing could be asked, so it is still unknown. In both there may
 * be a user, remembered from the last time: the pages open for them with what is stored on this device, and only the
 * server can sign them out. A network that fails later changes nothing: who is signed in stays signed in.
 */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out' | 'offline'

/**
 * How a session ended: signed out in this tab or in another one, ended by the server (`ended`), or another person signed
 * in in its place (`replaced`).
 */
export type SessionEnd = 'signed-out' | 'signed-out-elsewhere' | 'ended' | 'replaced'

/** Remembers a sign-out that could not be told to the server, so that the next start tells it first. */
const untoldSignOut = 'tally.signed-out'

/**
 * Who is signed in, and the access token for the interceptor. The token stays in this object: it is never stored, never
 * sent to another tab, and no component can read it. What outlives the tab is the refresh cookie, which no script can
 * read; `restore` exchanges it for a new token.
 */
@Service()
export class Session {
  private readonly api = inject(Api)
  private readonly otherTabs = inject(OtherTabs)
  private readonly wipes: ((end: SessionEnd) => void)[] = []
  private readonly questions: (() => Promise<boolean>)[] = []
  private readonly currentUser = signal<CurrentUser | undefined>(undefined)
  private readonly currentState = signal<SessionState>('unknown')
  private readonly endedUnasked = signal(false)
  private readonly settling = Promise.withResolvers<void>()
  private token: AccessToken | undefined
  private refreshing: Promise<AccessToken> | undefined
  private signingOut: Promise<void> | undefined
  /** Rises whenever a session begins or ends: an answer to a question asked before does not count any more. */
  private era = 0

  readonly user = this.currentUser.asReadonly()
  readonly state = this.currentState.asReadonly()
  readonly isAdmin = computed(() => this.user()?.role === 'admin')
  /** Whether the session ended without the person asking for it, in this tab or another. */
  readonly wasEnded = this.endedUnasked.asReadonly()

  constructor() {
    if (localStorage.getItem(untoldSignOut) === null) this.currentUser.set(recallUser())
    this.otherTabs.listen((news) => {
      if (news === 'signed-out') this.end('signed-out-elsewhere')
      else void this.refresh().catch(() => undefined)
    })
  }

  /** Finds out who is signed in. Never rejects; without network the state becomes `offline`, and it can be asked again. */
  async restore(): Promise<void> {
    try {
      if (localStorage.getItem(untoldSignOut) !== null) await this.tellSignOut()
      await this.refresh()
    } catch {
      if (this.state() === 'unknown') this.currentState.set('offline')
      if (this.user()) this.settling.resolve()
    }
  }

  /**
   * Waits until the server has said whether somebody is signed in, and answers that; where it cannot be reached, a user
   * who was remembered counts. Never rejects.
   */
  async settled(): Promise<boolean> {
    await this.settling.promise
    return this.user() !== undefined
  }

  /** Whether the pages open: at once for a user who was remembered, else as `settled` says. Never rejects. */
  async opens(): Promise<boolean> {
    return this.user() !== undefined || this.settled()
  }

  /**
   * Signs in. Who has a one-time password sends a new one with it, or is refused with `password-change-required`.
   * @throws ApiProblem `invalid-credentials`, `too-many-requests`, `unavailable`, `offline` …
   */
  signIn(credentials: Credentials): Promise<void> {
    return this.begin(() => this.api.call('POST /api/auth', { body: credentials }))
  }

  /** Makes the first account and signs in as it. @throws ApiProblem `setup-done`, `invalid-input` … */
  setUp(account: FirstAdmin): Promise<void> {
    return this.begin(() => this.api.call('POST /api/setup', { body: account }))
  }

  /** Signs out in every tab, at once and whatever the network does, unless somebody objects. Never rejects. */
  async signOut(): Promise<void> {
    for (const mayGo of this.questions) if (!(await mayGo())) return
    localStorage.setItem(untoldSignOut, '1')
    this.end('signed-out')
    this.otherTabs.tell('signed-out')
    this.signingOut = this.tellSignOut().catch(() => undefined)
    await this.signingOut
  }

  /** Takes over what the person changed about themselves, here and in the other tabs. */
  changed(user: CurrentUser): void {
    this.currentUser.set(user)
    rememberUser(user)
    this.otherTabs.tell('changed')
  }

  /**
   * Registers what must be forgotten when the person signs out or another person signs in. It runs synchronously,
   * before anything else is shown.
   */
  onSignOut(wipe: (end: SessionEnd) => void): void {
    this.wipes.push(wipe)
  }

  /** Registers a question that is asked before signing out in this tab; `false` leaves everything as it is. */
  beforeSignOut(mayGo: () => Promise<boolean>): void {
    this.questions.push(mayGo)
  }

  /** An access token good for the next request, renewed first if need be. @throws ApiProblem when there is none */
  async accessToken(): Promise<string> {
    if (this.state() === 'signed-out') throw signedOut()
    const token = this.token && isFresh(this.token, performance.now()) ? this.token : await this.refresh()
    return token.text
  }

  /**
   * Another token in place of one the server has refused: it may have ended while the laptop slept, or the role has
   * changed. @throws ApiProblem when there is none
   */
  async replaceToken(refused: string): Promise<string> {
    if (this.token?.text === refused) return (await this.refresh()).text
    return this.accessToken()
  }

  /** One refresh at a time in this tab: whoever comes meanwhile waits for the same answer. */
  private refresh(): Promise<AccessToken> {
    this.refreshing ??= alone('tally-refresh', () => this.askForToken()).finally(() => {
      this.refreshing = undefined
    })
    return this.refreshing
  }

  private async askForToken(): Promise<AccessToken> {
    const era = this.era
    const askedAt = performance.now()
    try {
      const answer = await this.api.call('POST /api/auth/refresh')
      if (era !== this.era) throw signedOut()
      if (answer) return this.accept(answer, askedAt)
    } catch (problem) {
      // Only this answer means signed out. No network, a busy server, a proxy's error page: try again later.
      if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem
    }
    if (era === this.era) this.end('ended')
    throw signedOut()
  }

  private async begin(ask: () => Promise<SignedIn>): Promise<void> {
    // The answer to a sign-out clears the cookie: it must not come after the one that sets the next.
    await this.signingOut
    const askedAt = performance.now()
    const answer = await ask()
    this.era++
    this.accept(answer, askedAt)
    this.otherTabs.tell('signed-in')
  }

  private accept(answer: SignedIn, askedAt: number): AccessToken {
    const before = this.user()
    if (before && before.id !== answer.user.id) this.wipe('replaced')
    localStorage.removeItem(untoldSignOut)
    this.token = keepToken(answer, askedAt)
    this.currentUser.set(answer.user)
    rememberUser(answer.user)
    this.endedUnasked.set(false)
    this.currentState.set('signed-in')
    this.settling.resolve()
    return this.token
  }

  private end(end: SessionEnd): void {
    if (this.state() === 'signed-out') return
    this.era++
    this.token = undefined
    this.endedUnasked.set(end === 'ended' && this.user() !== undefined)
    this.wipe(end)
    forgetUser()
    this.currentUser.set(undefined)
    this.currentState.set('signed-out')
    this.settling.resolve()
  }

  private wipe(end: SessionEnd): void {
    for (const wipe of this.wipes) wipe(end)
  }

  private async tellSignOut(): Promise<void> {
    await this.api.call('POST /api/auth/logout')
    localStorage.removeItem(untoldSignOut)
  }
}

function signedOut(): ApiProblem {
  return new ApiProblem('invalid-token', 401, 'You are not signed in')
}
