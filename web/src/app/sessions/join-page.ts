import { Component, computed, DestroyRef, effect, inject, signal } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import type { OpenInvitation } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { ApiProblem } from '../api/problem'
import { formatWait } from '../api/format-wait'
import { appLocale } from '../device/locale'
import { Mark } from '../ui/mark'
import { RowsLoading } from '../ui/rows-loading'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { InvitationLink } from './invitation-link'
import { NewAccountForm, type OwnAccount } from './new-account-form'
import { home } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/** Who may join: whoever has an invitation that is good, anybody where sign-up is open, or nobody this way. */
type Offer = OpenInvitation | 'open' | 'over' | 'closed'

/** Makes an account for somebody who was invited, or for anybody where sign-up is open, and signs in as it. */
@Component({
  selector: 'tally-join-page',
  imports: [Mark, NewAccountForm, RouterLink, RowsLoading, TryAgain],
  templateUrl: './join-page.html',
  styleUrl: './card-page.css',
})
export class JoinPage {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly setUpState = inject(SetUpState)
  protected readonly link = inject(InvitationLink)

  private readonly hasJoined = signal(false)
  /** Who is signed in already; whoever has just joined is on the way out of here. */
  protected readonly user = computed(() => (this.hasJoined() ? undefined : this.session.user()))

  private readonly asked = asked(
    () => ({ invitation: this.link.token() }),
    ({ invitation }) => this.ask(invitation),
  )
  protected readonly isLoading = this.asked.isLoading
  protected readonly hasFailed = this.asked.hasFailed
  protected readonly offer = this.asked.value
  protected readonly invitation = computed(() => {
    const offer = this.offer()
    return typeof offer === 'object' ? offer : undefined
  })
  protected readonly isOpen = computed(() => this.offer() === 'open' || this.invitation() !== undefined)
  protected readonly heading = computed(() => {
    if (this.user()) return 'Already signed in'
    if (this.invitation()) return 'You’re invited'
    if (this.offer() === 'open') return 'Create an account'
    if (this.offer() === 'over') return 'This invitation no longer works'
    return this.offer() === 'closed' ? 'Ask for an invitation' : 'Join'
  })
  protected readonly expires = computed(() =>
    new Date(this.invitation()?.expiresAt ?? 0).toLocaleDateString(appLocale, { dateStyle: 'long' }),
  )
  /** What to say instead of the usual when the server wants to be left alone for a while. */
  protected readonly wait = computed(() => {
    const error = this.asked.error()
    return error instanceof ApiProblem && error.retryAfter !== undefined
      ? formatWait(error, error.retryAfter)
      : undefined
  })

  constructor() {
    effect(() => {
      if (this.hasJoined() && this.session.state() === 'signed-in') {
        void this.router.navigateByUrl(home, { replaceUrl: true })
      }
    })
    inject(DestroyRef).onDestroy(() => {
      if (this.hasJoined()) this.link.token.set(undefined)
    })
  }

  protected askAgain(): void {
    this.asked.reload()
  }

  protected signOut(): void {
    void this.session.signOut()
  }

  protected readonly join = async (account: OwnAccount): Promise<void> => {
    const invitation = this.link.token()
    await this.api.call('POST /api/join', {
      body: { ...account, ...(invitation === undefined ? {} : { invitation }) },
    })
    this.hasJoined.set(true)
    try {
      await this.session.signIn({ username: account.username, password: account.password })
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.toasts.show({ text: 'Account created. You can now sign in.' })
      await this.router.navigateByUrl('/login', { replaceUrl: true })
    }
  }

  private async ask(invitation: string | undefined): Promise<Offer> {
    try {
      if (invitation === undefined) return (await this.requireSetUp()).signUp === 'open' ? 'open' : 'closed'
      return await this.api.call('POST /api/invitations/check', { body: { invitation } })
    } catch (reason) {
      if (reason instanceof ApiProblem && reason.code === 'invitation-not-found') return 'over'
      throw reason
    }
  }

  private async requireSetUp() {
    const state = await this.setUpState.find()
    if (!state) throw new ApiProblem('offline', 0, 'Can’t reach the server')
    return state
  }
}
