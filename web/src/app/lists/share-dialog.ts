import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  Injector,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import type { InvitedPerson, List, ListLink, Member, NewMember } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { may } from '@tally/contract/rights'
import { Connection } from '../api/connection'
import { ApiProblem } from '../api/problem'
import { Session } from '../sessions/session'
import { ConfirmDialog } from '../ui/dialogs/confirm-dialog'
import { Icon } from '../ui/icon'
import { RowsLoading } from '../ui/rows-loading'
import { TryAgain } from '../ui/try-again'
import { InvitedLine } from './invited-line'
import { ListLinks } from './list-links'
import { ListStore } from './list-store'
import { MemberLine } from './member-line'
import { MemberStore } from './member-store'
import { ShareForm } from './share-form'
import { SharingStore } from './sharing-store'
import { Written } from '../ui/written'
import { isolated } from '../ui/isolated'

/**
 * Who has a list, who is invited to it, and its links: its owner invites, gives roles, takes it away and transfers it;
 * the others may leave it. What was done is said in here, since a message at the edge of the screen is out of reach
 * while a dialog is open.
 */
@Component({
  selector: 'tally-share-dialog',
  imports: [ConfirmDialog, Icon, InvitedLine, ListLinks, MemberLine, RowsLoading, ShareForm, TryAgain, Written],
  templateUrl: './share-dialog.html',
  styleUrl: './share-dialog.css',
})
export class ShareDialog {
  private readonly store = inject(MemberStore)
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly injector = inject(Injector)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading')
  private readonly transferQuestion = viewChild.required('transferring', { read: ConfirmDialog })
  private readonly removeQuestion = viewChild.required('removing', { read: ConfirmDialog })
  private readonly leaveQuestion = viewChild.required('leaving', { read: ConfirmDialog })

  readonly list = input.required<List>()

  protected readonly isolated = isolated
  protected readonly sharing = inject(SharingStore)
  protected readonly isOffline = inject(Connection).offline
  protected readonly me = inject(Session).user
  protected readonly members = computed(() => this.lists.members(this.list().id))
  protected readonly owner = computed(() => this.members().find(({ role }) => role === 'owner')?.displayName)
  protected readonly mayShare = computed(() => may(this.list().role, 'share'))
  /** Members to whom the list is offered. */
  protected readonly offeredTo = computed(
    () => new Set(this.sharing.invited().flatMap(({ role, userId }) => (role === 'owner' ? [userId] : []))),
  )
  protected readonly invitedPeople = computed(() => this.sharing.invited().filter(({ role }) => role !== 'owner'))
  /** Who is asked about. */
  protected readonly asked = signal<Member | undefined>(undefined)
  /** What was done, or why it was not. */
  protected readonly done = signal<string | undefined>(undefined)
  protected readonly pauseDays = limits.listInvitations.pauseDays
  private readonly isOpen = signal(false)

  constructor() {
    effect(() => this.sharing.show(this.isOpen() ? this.list() : undefined))
    inject(DestroyRef).onDestroy(() => this.sharing.show(undefined))
  }

  /** Shows the dialog; closed, it gives the focus back. */
  open(): void {
    this.isOpen.set(true)
    this.dialog().nativeElement.showModal()
  }

  protected close(): void {
    this.dialog().nativeElement.close()
  }

  protected closed(): void {
    this.done.set(undefined)
    this.isOpen.set(false)
  }

  protected invited({ displayName }: Member | InvitedPerson): void {
    this.done.set(`Invited ${isolated(displayName)}.`)
  }

  protected revoke(person: InvitedPerson): void {
    const text = `Invitation of ${isolated(person.displayName)} revoked.`
    void this.say(() => this.sharing.revoke(this.list(), person), text)
  }

  protected revokeLink(link: ListLink): void {
    void this.say(() => this.sharing.revokeLink(this.list(), link), 'Link revoked. It no longer works.')
  }

  protected changeRole(member: Member, role: NewMember['role']): void {
    this.store.changeRole(this.list(), member, role)
  }

  protected askToRemove(member: Member): void {
    this.asked.set(member)
    this.removeQuestion().ask()
  }

  protected remove(): void {
    const member = this.asked()
    if (!member) return
    this.store.remove(this.list(), member)
    this.done.set(`${isolated(member.displayName)} no longer has access.`)
    this.focusHeading()
  }

  protected askToTransfer(member: Member): void {
    this.asked.set(member)
    this.transferQuestion().ask()
  }

  protected transfer(): void {
    const member = this.asked()
    if (!member) return
    void this.say(
      () => this.sharing.offer(this.list(), member),
      `${isolated(member.displayName)} was asked to own this list.`,
    )
  }

  protected withdraw(member: Member): void {
    void this.say(
      () => this.sharing.withdraw(this.list(), member),
      `The offer to ${isolated(member.displayName)} was withdrawn.`,
    )
  }

  protected askToLeave(): void {
    this.leaveQuestion().ask()
  }

  /** Away first: the page of a list that is gone would say that it is not here. */
  protected async leave(): Promise<void> {
    const list = this.list()
    this.close()
    await this.router.navigateByUrl('/todos/list/inbox')
    this.store.leave(list)
  }

  /** Does it, and says so or why not. What was pressed may be gone then. */
  private async say(work: () => Promise<void>, text: string): Promise<void> {
    try {
      await work()
      this.done.set(text)
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.done.set(`${reason.title}.`)
    }
    this.focusHeading()
  }

  private focusHeading(): void {
    afterNextRender({ read: () => this.heading().nativeElement.focus() }, { injector: this.injector })
  }
}
