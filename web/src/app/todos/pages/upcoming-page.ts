import { Component, computed, inject } from '@angular/core'
import { Today } from '../../device/today'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { AddLine } from '../add-todo/add-line'
import { addDays } from '../due-date/day'
import { ShownTodos } from '../shown-todos'
import { TodoList } from '../todo-list/todo-list'
import { TodoStore } from '../todo-store'
import { upcomingGroups } from '../day-views'
import { WhenLoaded } from '../when-loaded'

/** What comes after today, day by day. */
@Component({
  selector: 'tally-upcoming-page',
  imports: [AddLine, EmptyState, PageHeader, TodoList, WhenLoaded],
  template: `
    <tally-page-header heading="Upcoming" />
    <tally-add-line page="upcoming" placeholder="Add a todo for tomorrow" [preset]="preset()" />
    <tally-when-loaded>
      <tally-todo-list label="Upcoming todos" [groups]="groups()" [showsLists]="true" />
      @if (groups().length === 0) {
        <tally-empty-state icon="upcoming" heading="Nothing planned.">
          Todos with a date after today appear here, day by day.
        </tally-empty-state>
      }
    </tally-when-loaded>
  `,
  styleUrl: './todo-page.css',
})
export class UpcomingPage {
  private readonly store = inject(TodoStore)
  private readonly shown = inject(ShownTodos).shown
  private readonly today = inject(Today).day
  private readonly zone = inject(Today).zone

  protected readonly preset = computed(() => ({ dueOn: addDays(this.today(), 1) }))
  protected readonly groups = computed(() =>
    upcomingGroups(this.store.todos(), this.today(), this.shown(), undefined, this.zone()),
  )
}
