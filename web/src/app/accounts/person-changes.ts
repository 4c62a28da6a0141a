import { inject, Service } from '@angular/core'
import { Router } from '@angular/router'
import type { ResetPassword, User, UserPatch } from '@tally/contract'
import { Session } from '../sessions/session'
import { Toasts } from '../ui/toasts/toasts'
import { toastProblems } from './toast-problems'
import { UserStore } from './user-store'
import { isolated } from '../ui/isolated'

/** What an admin does to people: each change is made, said in a toast, and can be undone where that is possible. */
@Service()
export class PersonChanges {
  private readonly store = inject(UserStore)
  private readonly session = inject(Session)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly toastProblems = toastProblems()

  /** Makes an admin of a member and the other way round. */
  async changeRole(person: User): Promise<void> {
    const role = person.role === 'admin' ? 'member' : 'admin'
    const text =
      role === 'admin'
        ? `${isolated(person.displayName)} is now an admin.`
        : `${isolated(person.displayName)} is no longer an admin.`
    await this.change(person, { role }, { role: role === 'admin' ? 'member' : 'admin' }, text)
  }

  /** Makes a member of the admin who is signed in; the page of admins is not theirs any more. */
  async stepDown(): Promise<void> {
    const me = this.session.user()
    if (!me) return
    await this.toastProblems(async () => {
      await this.store.change(me.id, { role: 'member' })
      this.session.changed({ ...me, role: 'member' })
      this.toasts.show({ text: 'You’re now a member.' })
      await this.router.navigateByUrl('/users', { onSameUrlNavigation: 'reload' })
    })
  }

  async setDisabled(person: User, disabled: boolean): Promise<void> {
    const text = disabled
      ? `${isolated(person.displayName)} is signed out and can’t sign in.`
      : `${isolated(person.displayName)} can sign in again.`
    await this.change(person, { disabled }, { disabled: !disabled }, text)
  }

  async signOutEverywhere(person: User): Promise<void> {
    await this.toastProblems(async () => {
      await this.store.endSessions(person.id)
      this.toasts.show({ text: `${isolated(person.displayName)} is signed out everywhere.` })
    })
  }

  /** Answers the one-time password, which nobody can ask for again; nothing when it was refused. */
  async resetPassword(person: User): Promise<ResetPassword | undefined> {
    let reset: ResetPassword | undefined
    await this.toastProblems(async () => {
      reset = await this.store.resetPassword(person)
    })
    return reset
  }

  async delete(person: User): Promise<void> {
    await this.toastProblems(async () => {
      await this.store.delete(person.id)
      this.toasts.show({ text: `${isolated(person.displayName)} was deleted.` })
    })
  }

  private async change(person: User, patch: UserPatch, back: UserPatch, text: string): Promise<void> {
    await this.toastProblems(async () => {
      await this.store.change(person.id, patch)
      const undo = () => void this.toastProblems(() => this.store.change(person.id, back))
      this.toasts.show({ text, action: { label: 'Undo', run: undo } })
    })
  }
}
