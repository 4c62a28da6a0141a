import { NgComponentOutlet } from '@angular/common'
import { Component, computed, effect, inject, input, untracked } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { Router } from '@angular/router'
import type { List } from '@tally/contract'
import { may } from '@tally/contract/rights'
import { ListHeader } from '../../lists/list-header'
import { ListStore } from '../../lists/list-store'
import { EmptyState } from '../../ui/empty-state'
import { loadedWhen } from '../../ui/loaded-when'
import { NotHere } from '../../ui/not-here'
import { PageHeader } from '../../ui/page-header'
import { Toasts } from '../../ui/toasts/toasts'
import { AddLine } from '../add-todo/add-line'
import { ShowCompleted } from '../show-completed'
import { ShownTodos } from '../shown-todos'
import { TodoList } from '../todo-list/todo-list'
import { TodoStore } from '../todo-store'
import { listGroups } from '../todo-views'
import { WhenLoaded } from '../when-loaded'

/** The todos of one list, in its own order. `inbox` stands for the id of my Inbox. */
@Component({
  selector: 'tally-list-page',
  imports: [
    AddLine,
    EmptyState,
    ListHeader,
    NgComponentOutlet,
    NotHere,
    PageHeader,
    ShowCompleted,
    TodoList,
    WhenLoaded,
  ],
  templateUrl: './list-page.html',
  styleUrl: './todo-page.css',
})
export class ListPage {
  private readonly store = inject(TodoStore)
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly shown = inject(ShownTodos).shown
  /** The list that was open last. */
  private last: List | undefined

  readonly id = input.required<string>()

  protected readonly list = computed(() => (this.id() === 'inbox' ? this.lists.inbox() : this.lists.find(this.id())))
  /** The list, alone in a list: the page of another one begins anew, with its own heading and add line. */
  protected readonly open = computed(() => [this.list()].filter((list) => list !== undefined))
  protected readonly isMissing = computed(() => this.lists.state() === 'ready' && !this.list())
  protected readonly mayWrite = computed(() => this.open().some(({ role }) => may(role, 'write')))
  protected readonly preset = computed(() => {
    const list = this.list()
    return list ? { listId: list.id } : {}
  })
  protected readonly groups = computed(() => listGroups(this.store.todos(), this.list()?.id ?? '', this.shown()))
  private readonly hasTodos = computed(() => this.store.todos().some(({ listId }) => listId === this.list()?.id))
  protected readonly emptyText = computed(() => {
    if (this.hasTodos()) return 'Everything in this list is done.'
    const list = this.list()
    return list && !may(list.role, 'write') ? 'What others add appears here.' : 'Add the first todo in the line above.'
  })
  /** Offered to somebody who has nothing yet; most people never load it. */
  protected readonly exampleTodos = loadedWhen(
    () => this.store.state() === 'ready' && this.store.todos().length === 0 && this.list()?.kind === 'inbox',
    () => import('../add-todo/example-todos').then((m) => m.ExampleTodos),
  )
  protected readonly isDone = computed(() => this.groups().every((group) => group.tone === 'completed'))

  constructor() {
    const title = inject(Title)
    effect(() => {
      // The router sets the title at the end of every navigation; the name of the list is only known here.
      this.router.lastSuccessfulNavigation()
      const name = this.list()?.name ?? (this.isMissing() ? 'Not found' : undefined)
      if (name !== undefined) title.setTitle(`${name} · Tally`)
    })
    effect(() => {
      if (this.list()?.kind === 'inbox' && this.id() !== 'inbox') {
        void this.router.navigate(['/todos/list/inbox'], { queryParamsHandling: 'preserve', replaceUrl: true })
      }
    })
    effect(() => {
      const [list, isMissing] = [this.list(), this.isMissing()]
      untracked(() => {
        if (isMissing && this.last?.id === this.id()) this.leaveGone(this.last)
        this.last = list ?? this.last
      })
    })
  }

  /** The list that is open was taken away by its owner: says so, and goes to where there is something to do. */
  private leaveGone({ id, name, role }: List): void {
    // What I deleted myself I know of.
    if (role === 'owner') return
    const isDeleted = this.lists.deleted().some((list) => list.id === id)
    this.toasts.show({ text: isDeleted ? `“${name}” was deleted.` : `“${name}” is no longer shared with you.` })
    void this.router.navigateByUrl('/todos/list/inbox', { replaceUrl: true })
  }
}
