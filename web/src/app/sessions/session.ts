import { computed, DOCUMENT, inject, Service, signal } from '@angular/core'
import type { Credentials, CurrentUser, FirstAdmin, PasswordChange, SignedIn } from '@tally/contract'
import { Api } from '../api/api'
import { ApiProblem } from '../api/problem'
import { withTabLock } from '../device/tab-lock'
import { readItem, removeItem, storeItem } from '../device/local-storage'
import { isFresh, keepToken, type AccessToken } from './access-token'
import type { Unanswered } from './ask-again'
import { forgetUser, knownUserId, passTime, recallUser, rememberUser, renameKnownUser } from './known-user'
import { OtherTabs } from './other-tabs'

/**
 * `unknown`: the start, nothing answered yet. `offline`: nothing could be asked, so it is still unknown. In both there
 * may be a user, remembered from the last time: the pages open for them with what is stored on this device, and only
 * the server can sign them out. A network that fails later changes nothing: who is signed in stays signed in.
 */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out' | 'offline'

/**
 * How a session ended: signed out in this tab or in another one, ended by the server (`ended`), or another person
 * signed in in its place (`replaced`).
 */
export type SessionEnd = 'signed-out' | 'signed-out-elsewhere' | 'ended' | 'replaced'

/** Remembers a sign-out that the server does not know of yet, also for other tabs and the next start. */
const pendingSignOut = 'tally.signed-out'

/**
 * Who is signed in, and the access token for the interceptor. The token stays in this object: it is never stored, never
 * sent to another tab, and no component can read it. What outlives the tab is the refresh cookie, which no script can
 * read; `restore` exchanges it for a new token.
 */
@Service()
export class Session {
  private readonly api = inject(Api)
  private readonly otherTabs = inject(OtherTabs)
  private readonly page = inject(DOCUMENT).location
  private readonly wipes: ((end: SessionEnd) => void)[] = []
  private readonly questions: (() => Promise<boolean>)[] = []
  private readonly currentUser = signal<CurrentUser | undefined>(undefined)
  private readonly currentState = signal<SessionState>('unknown')
  private readonly endedUnasked = signal(false)
  private readonly twoHadOne = signal(false)
  private readonly keys = signal<readonly string[] | undefined>(undefined)
  private readonly toAskAgain = signal<Unanswered | undefined>(undefined)
  private readonly settling = Promise.withResolvers<void>()
  private token: AccessToken | undefined
  private refreshing: Promise<AccessToken> | undefined
  private telling: Promise<void> | undefined
  private beginning: Promise<void> | undefined
  /** Rises whenever a session begins or ends: an answer to a question asked before does not count any more. */
  private generation = 0

  /** Whether somebody was remembered at the start whose session must have ended since the server was heard last. */
  readonly hasLapsed: boolean
  readonly user = this.currentUser.asReadonly()
  readonly state = this.currentState.asReadonly()
  readonly isAdmin = computed(() => this.user()?.role === 'admin')
  /** Whether the session ended without the person asking for it, in this tab or another. */
  readonly wasEnded = this.endedUnasked.asReadonly()
  /** Whether a session of theirs was ended since two had its refresh token, and they have not said that they know. */
  readonly reuseFound = this.twoHadOne.asReadonly()
  /**
   * The keys for what this device keeps of the person, the newest first, as base64url; nothing until the server has
   * answered.
   */
  readonly deviceKeys = this.keys.asReadonly()
  /** What `restore` has not been able to find out or to tell; nothing while there is no reason to call it. */
  readonly unanswered = this.toAskAgain.asReadonly()

  constructor() {
    const wasKnown = knownUserId() !== undefined
    if (!isUntold()) this.currentUser.set(recallUser(Date.now()))
    this.hasLapsed = wasKnown && knownUserId() === undefined
    this.otherTabs.listen((news) => {
      if (news === 'signed-out') {
        this.end('signed-out-elsewhere')
        // The other tab tells the server. Should it be closed before it could, this one does. Not only where
        // `isUntold`: what another tab has just stored may come later than its news.
        this.toAskAgain.set({ times: 1, retryAfter: undefined })
      } else if (news === 'signed-in' || this.state() !== 'signed-out') void this.refresh().catch(() => undefined)
    })
  }

  /**
   * Tells the server of a sign-out that it does not know of yet, and finds out who is signed in. Never rejects; without
   * an answer `unanswered` says so, the state becomes `offline` if nothing was known before, and it can be asked again.
   */
  async restore(): Promise<void> {
    try {
      await this.tellSignOut()
      if (this.state() === 'unknown' || this.state() === 'offline') await this.refresh()
      this.toAskAgain.set(undefined)
    } catch (problem) {
      if (this.state() === 'unknown') this.currentState.set('offline')
      if (this.user()) this.settling.resolve()
      this.noteUnanswered(problem)
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

  /**
   * Changes the password. All sessions of the person end; this browser goes on with the new one that the answer begins,
   * in every tab. @throws ApiProblem `wrong-password`, `invalid-input`, `too-many-requests` …
   */
  async changePassword(body: PasswordChange): Promise<void> {
    // Renewed beforehand if need be: below, renewing would wait for itself.
    await this.accessToken()
    // No tab refreshes meanwhile: the answer to the old cookie would take the new one away.
    await withTabLock('tally-refresh', async () => {
      const askedAt = performance.now()
      this.accept(await this.api.call('PUT /api/me/password', { body }), askedAt)
    })
    this.otherTabs.tell('changed')
  }

  /** Signs out in every tab, at once and whatever the network does, unless somebody objects. Never rejects. */
  async signOut(): Promise<void> {
    for (const mayGo of this.questions) if (!(await mayGo())) return
    storeItem(pendingSignOut, '1')
    this.end('signed-out')
    this.otherTabs.tell('signed-out')
    await this.restore()
  }

  /** Takes over what the person changed about themselves, here and in the other tabs. */
  changed(user: CurrentUser): void {
    this.currentUser.set(user)
    renameKnownUser(user.displayName, Date.now())
    this.otherTabs.tell('changed')
  }

  /** Asks anew about the person, here and in the other tabs: what was said of their sessions does not hold any more. */
  async askAnew(): Promise<void> {
    await this.refresh()
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

  /** The id of who is signed in in this browser, as far as its tabs know. */
  knownUserId(): string | undefined {
    return this.user()?.id ?? knownUserId()
  }

  /**
   * Counts the time in which the server has said nothing. When the session must have ended, it is asked; where it
   * cannot be reached the page is loaded again, and shows nothing of the person any more. Never rejects.
   *
   * @param elapsed milliseconds since the last call, by a clock that nobody sets
   */
  async passTime(elapsed: number): Promise<void> {
    if (!this.user() || passTime(Date.now(), elapsed)) return
    await this.refresh().catch(() => {
      if (this.user()) this.page.reload()
    })
  }

  /** One refresh at a time in this tab: whoever comes meanwhile waits for the same answer. */
  private refresh(): Promise<AccessToken> {
    this.refreshing ??= withTabLock('tally-refresh', () => this.askForToken()).finally(() => {
      this.refreshing = undefined
    })
    return this.refreshing
  }

  private async askForToken(): Promise<AccessToken> {
    const generation = this.generation
    const askedAt = performance.now()
    try {
      const answer = await this.api.call('POST /api/auth/refresh')
      if (generation !== this.generation) throw signedOut()
      if (answer) return this.accept(answer, askedAt)
    } catch (problem) {
      // Only this word of our own server means signed out. No network, a busy server, a proxy's 401: try again later.
      if (!(problem instanceof ApiProblem) || problem.code !== 'invalid-session') throw problem
    }
    if (generation === this.generation) {
      this.end('ended')
      // They ask for themselves, and find out the same.
      this.otherTabs.tell('changed')
    }
    throw signedOut()
  }

  private async begin(ask: () => Promise<SignedIn>): Promise<void> {
    // The answer to a sign-out clears the cookie: it must not come after the one that sets the next.
    await this.telling?.catch(() => undefined)
    const beginning = withTabLock('tally-sign-in', async () => {
      const askedAt = performance.now()
      const answer = await ask()
      this.generation++
      // It has taken the place of the session that was to end.
      removeItem(pendingSignOut)
      this.accept(answer, askedAt)
    })
    this.beginning = beginning.catch(() => undefined)
    await beginning
    this.otherTabs.tell('signed-in')
  }

  private accept(answer: SignedIn, askedAt: number): AccessToken {
    const before = this.user()
    if (before && before.id !== answer.user.id) this.wipe('replaced')
    this.token = keepToken(answer, askedAt)
    this.currentUser.set(answer.user)
    rememberUser(answer.user, answer.sessionEndsIn, Date.now())
    this.keys.set(answer.deviceKeys)
    this.endedUnasked.set(false)
    this.twoHadOne.set(answer.reuseFound === true)
    this.toAskAgain.set(undefined)
    this.currentState.set('signed-in')
    this.settling.resolve()
    return this.token
  }

  private end(end: SessionEnd): void {
    if (this.state() === 'signed-out') return
    this.generation++
    this.token = undefined
    this.endedUnasked.set(end === 'ended' && this.user() !== undefined)
    this.wipe(end)
    forgetUser()
    this.keys.set(undefined)
    this.currentUser.set(undefined)
    this.currentState.set('signed-out')
    this.settling.resolve()
  }

  private wipe(end: SessionEnd): void {
    for (const wipe of this.wipes) wipe(end)
  }

  /** One at a time in this browser, and neither during a sign-in nor when a tab has done it already. */
  private async tellSignOut(): Promise<void> {
    await this.beginning
    this.telling ??= withTabLock('tally-sign-in', async () => {
      if (!isUntold()) return
      await this.api.call('POST /api/auth/logout')
      removeItem(pendingSignOut)
    }).finally(() => {
      this.telling = undefined
    })
    await this.telling
  }

  private noteUnanswered(problem?: unknown): void {
    const retryAfter = problem instanceof ApiProblem ? problem.retryAfter : undefined
    const isOpen = this.state() === 'offline' || isUntold()
    this.toAskAgain.update((before) => (isOpen ? { times: (before?.times ?? 0) + 1, retryAfter } : undefined))
  }
}

function isUntold(): boolean {
  return readItem(pendingSignOut) !== null
}

function signedOut(): ApiProblem {
  return new ApiProblem('invalid-token', 401, 'You’re not signed in')
}
