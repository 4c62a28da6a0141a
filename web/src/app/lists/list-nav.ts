import { NgComponentOutlet } from '@angular/common'
import { Component, computed, inject } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import type { List } from '@tally/contract'
import { TodoStore } from '../todos/todo-store'
import { Icon } from '../ui/icon'
import { loadedWhen } from '../ui/loaded-when'
import { ListInvitationStore } from './list-invitation-store'
import { ListStore } from './list-store'
import { NewList } from './new-list'
import { nameInPath } from '../ui/label-path'
import { Written } from '../ui/written'

/** The way to all todos: the views over all lists, my lists, the labels in use, the trash. */
@Component({
  selector: 'tally-list-nav',
  imports: [Written, RouterLink, RouterLinkActive, Icon, NewList, NgComponentOutlet],
  templateUrl: './list-nav.html',
  styleUrl: './list-nav.css',
})
export class ListNav {
  private readonly todos = inject(TodoStore)
  private readonly store = inject(ListStore)

  protected readonly inbox = this.store.inbox
  protected readonly lists = computed(() => this.store.lists().filter((list) => list.kind === 'list'))
  protected readonly nameInPath = nameInPath
  protected readonly labels = this.todos.labels
  protected readonly dueCount = this.todos.dueCount
  private readonly invitations = inject(ListInvitationStore).invitations
  protected readonly listInvitations = loadedWhen(
    () => this.invitations().length > 0,
    () => import('./list-invitations').then((m) => m.ListInvitations),
  )

  protected isShared(list: List): boolean {
    return this.store.isShared(list.id)
  }

  protected openCount(list: List): number {
    return this.todos.openCounts().get(list.id) ?? 0
  }
}
