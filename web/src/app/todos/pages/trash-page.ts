import { Component, computed, inject } from '@angular/core'
import type { List, Todo } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { may } from '@tally/contract/rights'
import { dayOf } from '../../device/today'
import { ListStore } from '../../lists/list-store'
import { EmptyState } from '../../ui/empty-state'
import { Icon } from '../../ui/icon'
import { PageHeader } from '../../ui/page-header'
import { DueWords } from '../due-date/due-words'
import { TodoStore } from '../todo-store'
import { WhenLoaded } from '../when-loaded'
import { Written } from '../../ui/written'

/** What was deleted and I may take back, and the way back. */
@Component({
  selector: 'tally-trash-page',
  imports: [Written, DueWords, EmptyState, Icon, PageHeader, WhenLoaded],
  templateUrl: './trash-page.html',
  styleUrl: './trash-page.css',
})
export class TrashPage {
  private readonly store = inject(TodoStore)
  private readonly listStore = inject(ListStore)

  /** Only its owner takes a list back. */
  protected readonly lists = computed(() => this.listStore.deleted().filter(({ role }) => may(role, 'delete')))
  /** Todos of a list that is itself in the trash come back with their list. */
  protected readonly todos = computed(() =>
    this.store.deleted().filter(({ listId }) => this.listStore.find(listId) && this.listStore.mayChange(listId)),
  )
  protected readonly isEmpty = computed(() => this.lists().length === 0 && this.todos().length === 0)
  protected readonly promise = `Deleted items are kept for ${limits.trashDays} days.`

  protected listName(todo: Todo): string {
    return this.listStore.find(todo.listId)?.name ?? ''
  }

  protected deletedOn(thing: List | Todo): string {
    return dayOf(new Date(thing.deletedAt ?? 0))
  }

  protected restoreTodo(todo: Todo): void {
    this.store.restore(todo)
  }

  protected restoreList(list: List): void {
    this.listStore.restore(list)
  }
}
