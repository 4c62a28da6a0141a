import { Component, inject, signal, viewChild } from '@angular/core'
import type { User } from '@tally/contract'
import { ApiProblem } from '../api/problem'
import { Session } from '../sessions/session'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { MenuItem } from '../ui/menu-item'
import { PageHeader } from '../ui/page-header'
import { RowsLoading } from '../ui/rows-loading'
import { timeAgo } from '../ui/time-ago'
import { Toasts } from '../ui/toasts'
import { TryAgain } from '../ui/try-again'
import { AddPerson } from './add-person'
import { PersonLine } from './person-line'
import { UserStore } from './user-store'

/** The people of this Tally, for admins: add, change the role, disable, delete. */
@Component({
  selector: 'tally-manage-users-page',
  imports: [AddPerson, ConfirmDialog, Icon, Menu, MenuItem, PageHeader, PersonLine, RowsLoading, TryAgain],
  host: { class: 'page' },
  templateUrl: './manage-users-page.html',
  styleUrl: './manage-users-page.css',
})
export class ManageUsersPage {
  private readonly toasts = inject(Toasts)
  private readonly confirmDelete = viewChild.required(ConfirmDialog)

  protected readonly store = inject(UserStore)
  protected readonly me = inject(Session).user
  protected readonly isAdding = signal(false)
  /** The person the question about deleting is about. */
  protected readonly leaving = signal<User | undefined>(undefined)

  constructor() {
    this.store.reload()
  }

  protected lastSeen(person: User): string {
    return person.lastSeenAt ? `seen ${timeAgo(person.lastSeenAt, Date.now())}` : 'never signed in'
  }

  protected added(name: string): void {
    this.isAdding.set(false)
    this.toasts.show({ text: `${name} can sign in now.` })
  }

  protected changeRole(person: User): void {
    const role = person.role === 'admin' ? 'member' : 'admin'
    const text =
      role === 'admin' ? `${person.displayName} is an admin now.` : `${person.displayName} is no admin any more.`
    void this.change(person, { role }, { role: person.role }, text)
  }

  protected setDisabled(person: User, disabled: boolean): void {
    const text = disabled
      ? `${person.displayName} is signed out and cannot sign in.`
      : `${person.displayName} can sign in again.`
    void this.change(person, { disabled }, { disabled: !disabled }, text)
  }

  protected askToDelete(person: User): void {
    this.leaving.set(person)
    this.confirmDelete().ask()
  }

  protected async delete(person: User | undefined): Promise<void> {
    if (!person) return
    await this.orSayWhy(async () => {
      await this.store.delete(person.id)
      this.toasts.show({ text: `${person.displayName} is deleted.` })
    })
  }

  private async change(
    person: User,
    patch: Parameters<UserStore['change']>[1],
    back: Parameters<UserStore['change']>[1],
    text: string,
  ): Promise<void> {
    await this.orSayWhy(async () => {
      await this.store.change(person.id, patch)
      const undo = () => void this.orSayWhy(() => this.store.change(person.id, back))
      this.toasts.show({ text, action: { label: 'Undo', run: undo } })
    })
  }

  private async orSayWhy(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.toasts.show({ text: `${reason.title}.`, tone: 'danger' })
    }
  }
}
