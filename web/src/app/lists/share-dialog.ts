import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  Injector,
  input,
  signal,
  viewChild,
  viewChildren,
} from '@angular/core'
import { Router } from '@angular/router'
import type { List, Member, NewMember } from '@tally/contract'
import { Session } from '../sessions/session'
import { Undo } from '../sync/undo'
import type { Undoable } from '../sync/undo-stack'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Icon } from '../ui/icon'
import { ListStore } from './list-store'
import { MemberLine } from './member-line'
import { MemberStore } from './member-store'
import { ShareForm } from './share-form'
import { Written } from '../ui/written'
import { isolated } from '../ui/isolated'

/**
 * Who has a list: its owner shares it, gives roles, takes it away and hands it over; the others may leave it. What was
 * done is said in here, since a message at the edge of the screen is out of reach while a dialog is open.
 */
@Component({
  selector: 'tally-share-dialog',
  imports: [Written, ConfirmDialog, Icon, MemberLine, ShareForm],
  templateUrl: './share-dialog.html',
  styleUrl: './share-dialog.css',
})
export class ShareDialog {
  private readonly store = inject(MemberStore)
  private readonly lists = inject(ListStore)
  private readonly undo = inject(Undo)
  private readonly router = inject(Router)
  private readonly injector = inject(Injector)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading')
  private readonly handOverQuestion = viewChild.required('handingOver', { read: ConfirmDialog })
  private readonly leaveQuestion = viewChild.required('leaving', { read: ConfirmDialog })
  private readonly lines = viewChildren(MemberLine)

  readonly list = input.required<List>()

  protected readonly isolated = isolated
  protected readonly me = inject(Session).user
  protected readonly members = computed(() => this.lists.members(this.list().id))
  protected readonly owner = computed(() => this.members().find(({ role }) => role === 'owner')?.displayName)
  protected readonly isOwner = computed(() => this.list().role === 'owner')
  /** Who is asked about. */
  protected readonly successor = signal<Member | undefined>(undefined)
  /** What was done, and how to take it back where that is possible. */
  protected readonly done = signal<{ readonly text: string; readonly step?: Undoable } | undefined>(undefined)

  /** Shows the dialog; closed, it gives the focus back. */
  open(): void {
    this.done.set(undefined)
    this.dialog().nativeElement.showModal()
  }

  protected close(): void {
    this.dialog().nativeElement.close()
  }

  protected added({ displayName }: Member): void {
    this.done.set({ text: `${isolated(displayName)} has this list now.` })
  }

  protected changeRole(member: Member, role: NewMember['role']): void {
    this.store.changeRole(this.list(), member, role)
  }

  protected remove(member: Member): void {
    const at = this.members().indexOf(member)
    const step = this.store.remove(this.list(), member)
    this.done.set({ text: step.text, step })
    this.afterRender(() => {
      const next = this.lines()[at] ?? this.lines().at(-1)
      if (!next?.focus()) this.focusHeading()
    })
  }

  protected takeBack(step: Undoable): void {
    this.undo.takeBack(step)
    this.done.set({ text: 'Taken back.' })
    this.focusHeading()
  }

  protected askToHandOver(member: Member): void {
    this.successor.set(member)
    this.handOverQuestion().ask()
  }

  protected handOver(): void {
    const member = this.successor()
    if (!member) return
    this.store.handOver(this.list(), member)
    this.done.set({ text: `The list belongs to ${isolated(member.displayName)} now. You may still change it.` })
    this.afterRender(() => this.focusHeading())
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

  private focusHeading(): void {
    this.heading().nativeElement.focus()
  }

  private afterRender(read: () => void): void {
    afterNextRender({ read }, { injector: this.injector })
  }
}
