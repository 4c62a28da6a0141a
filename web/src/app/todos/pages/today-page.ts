import { Component, computed, inject } from '@angular/core'
import { Today } from '../../device/today'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { AddLine } from '../add-todo/add-line'
import { exactDay } from '../due-date/due-date'
import { ShowCompleted } from '../show-completed'
import { ShownTodos } from '../shown-todos'
import { TallyMarks } from '../todo-list/tally-marks'
import { TodoList } from '../todo-list/todo-list'
import { TodoStore } from '../todo-store'
import { finishedOn, todayGroups } from '../day-views'
import { WhenLoaded } from '../when-loaded'

/** What is overdue and what is for today, and at its foot what was finished today, in tally marks. */
@Component({
  selector: 'tally-today-page',
  imports: [AddLine, EmptyState, PageHeader, ShowCompleted, TallyMarks, TodoList, WhenLoaded],
  templateUrl: './today-page.html',
  styleUrl: './today-page.css',
})
export class TodayPage {
  private readonly store = inject(TodoStore)
  private readonly shown = inject(ShownTodos).shown
  private readonly clock = inject(Today)
  private readonly today = this.clock.day
  private readonly zone = this.clock.zone

  protected readonly date = computed(() => exactDay(this.today()))
  protected readonly preset = computed(() => ({ dueOn: this.today() }))
  protected readonly groups = computed(() => todayGroups(this.store.todos(), this.today(), this.shown(), this.zone()))
  protected readonly isDone = computed(() => this.groups().every((group) => group.tone === 'completed'))
  protected readonly finished = computed(() => {
    // What was finished today is another thing in another time zone, even on the same day.
    this.clock.now()
    return finishedOn(this.store.todos(), this.today()).length
  })
}
