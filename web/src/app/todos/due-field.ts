import { Component, computed, inject, input, output } from '@angular/core'
import type { Todo, TodoFields } from '@tally/contract'
import { Today, type Day } from '../device/today'
import { SavedField } from '../ui/saved-field'
import { addDays, startOfNextWeek } from './day'
import { DueWords } from './due-words'

/** The day, and the time of that day, at which a todo is due. */
@Component({
  selector: 'tally-due-field',
  imports: [DueWords, SavedField],
  templateUrl: './due-field.html',
  styleUrl: './due-field.css',
})
export class DueField {
  private readonly today = inject(Today).day

  readonly todo = input.required<Todo>()
  readonly changed = output<TodoFields>()

  protected readonly choices = computed(() => [
    { name: 'Today', day: this.today() },
    { name: 'Tomorrow', day: addDays(this.today(), 1) },
    { name: 'Next week', day: startOfNextWeek(this.today()) },
  ])

  protected setDay(day: Day | null): void {
    this.changed.emit(day === null ? { dueOn: null, dueTime: null, timeZone: null } : { dueOn: day })
  }

  /** What a calendar was clicked for, or a typed date that is whole; half-typed years wait until the field is left. */
  protected pickDay(day: string): void {
    if (day >= '1900') this.setDay(day)
  }

  protected readonly saveDay = (day: string): void => {
    if (day === '') this.setDay(null)
    else this.pickDay(day)
  }

  protected readonly saveTime = (time: string): void => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    this.changed.emit(time === '' ? { dueTime: null, timeZone: null } : { dueTime: time.slice(0, 5), timeZone })
  }
}
