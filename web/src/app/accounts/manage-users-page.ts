import { Component, inject, signal } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { AddedUser, User } from '@tally/contract'
import { Today } from '../device/today'
import { Session } from '../sessions/session'
import { Icon } from '../ui/icon'
import { KeepFocus } from '../ui/fields/keep-focus'
import { PageHeader } from '../ui/page-header'
import { RowsLoading } from '../ui/rows-loading'
import { timeAgo } from '../ui/time-ago'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { AddPerson } from './add-person'
import { formatDate } from './format-date'
import { InvitationStore } from './invitation-store'
import { InvitePerson } from './invite-person'
import { OneTimePasswordCard, type Handover } from './one-time-password-card'
import { OpenInvitations } from './open-invitations'
import { PersonActions } from './person-actions'
import { PersonLine } from './person-line'
import { PersonQuestions } from './person-questions'
import { usageLine } from './format-usage'
import { UserStore } from './user-store'

/** The people of this Tally, for admins: who they are, how others come in, and what can be done to them. */
@Component({
  selector: 'tally-manage-users-page',
  imports: [
    AddPerson,
    Icon,
    InvitePerson,
    KeepFocus,
    OneTimePasswordCard,
    OpenInvitations,
    PageHeader,
    PersonActions,
    PersonLine,
    PersonQuestions,
    RouterLink,
    RowsLoading,
    TryAgain,
  ],
  host: { class: 'page' },
  templateUrl: './manage-users-page.html',
  styleUrl: './manage-users-page.css',
})
export class ManageUsersPage {
  private readonly toasts = inject(Toasts)
  private readonly today = inject(Today)

  protected readonly store = inject(UserStore)
  protected readonly me = inject(Session).user
  /** The card above the list: a form, or the one-time password of somebody. */
  protected readonly card = signal<'add' | 'invite' | Handover | undefined>(undefined)
  /** What had the focus before the card, and gets it back. */
  private opener: HTMLElement | undefined

  constructor() {
    this.store.reload()
    inject(InvitationStore).reload()
  }

  protected lastSeen({ lastSeenAt }: User): string {
    return lastSeenAt ? `seen ${timeAgo(lastSeenAt, this.today.now())}` : 'never signed in'
  }

  protected usage({ usage }: User): string {
    return usage ? usageLine(usage) : ''
  }

  protected passwordNote({ oneTimePasswordUntil: until }: User): string {
    if (!until) return ''
    const ends = until <= this.today.now() ? 'has expired' : `expires on ${formatDate(until)}`
    return `Hasn’t chosen a password yet. The one-time password ${ends}.`
  }

  protected open(card: 'add' | 'invite' | Handover): void {
    const active = document.activeElement
    if (!this.card()) this.opener = active instanceof HTMLElement ? active : undefined
    this.card.set(card)
  }

  protected close(): void {
    this.card.set(undefined)
    this.opener?.focus()
  }

  protected added({ oneTimePassword, oneTimePasswordUntil, ...person }: AddedUser): void {
    if (oneTimePassword !== undefined && oneTimePasswordUntil) {
      this.open({ oneTimePassword, oneTimePasswordUntil, person })
    } else {
      this.close()
      this.toasts.show({ text: `${person.displayName} can now sign in.` })
    }
  }
}
