import { Component, computed, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core'
import type { Todo, TodoFields } from '@tally/contract'
import { Today, type Day } from '../../device/today'
import { SavedField } from '../../ui/fields/saved-field'
import { addDays, startOfNextWeek } from './day'
import { dayIn, dueHere } from './due-here'
import { DueWords } from './due-words'
import { readDay } from './read-day'

/** The day, and the time of that day, at which a todo is due: in its own time zone, which only its button changes. */
@Component({
  selector: 'tally-due-field',
  imports: [DueWords, SavedField],
  templateUrl: './due-field.html',
  styleUrl: './due-field.css',
})
export class DueField {
  private readonly today = inject(Today).day
  private readonly zone = inject(Today).zone
  private readonly date = viewChild.required<ElementRef<HTMLInputElement>>('date')

  readonly todo = input.required<Todo>()
  readonly changed = output<TodoFields>()

  protected readonly here = computed(() => dueHere(this.todo(), this.zone()))
  protected readonly choices = computed(() => {
    const today = this.todayThere()
    return [
      { name: 'Today', day: today },
      { name: 'Tomorrow', day: addDays(today, 1) },
      { name: 'Next week', day: startOfNextWeek(today) },
    ]
  })
  /** Why what is in the field is not saved. */
  protected readonly problem = signal('')

  protected setDay(day: Day | null): void {
    this.problem.set('')
    this.changed.emit(day === null ? { dueOn: null, dueTime: null, timeZone: null } : { dueOn: day })
  }

  /**
   * What a calendar was clicked for, or a typed date that is whole; a year that may go on waits until the field is
   * left.
   */
  protected pickDay(value: string): void {
    if (readDay(value) === value) this.setDay(value)
  }

  /** A date of which a part is missing is no change for the browser, and looks like one to the person. */
  protected checkDay(): void {
    if (this.date().nativeElement.validity.badInput) this.problem.set('Enter the day, month and year.')
  }

  protected readonly saveDay = (value: string): void => {
    const field = this.date().nativeElement
    if (field.validity.badInput) return
    if (value === '') return this.setDay(null)
    const day = readDay(value)
    if (day === undefined) return this.problem.set('Choose a day from 1970 to 2100.')
    // The day may be saved already, but not be what is in the field.
    field.value = day
    this.setDay(day)
  }

  protected readonly saveTime = (time: string): void => {
    const timeZone = this.todo().timeZone ?? this.zone()
    this.changed.emit(time === '' ? { dueTime: null, timeZone: null } : { dueTime: time.slice(0, 5), timeZone })
  }

  /** The same moment from now on by the clock here. */
  protected useMyZone(): void {
    const { dueOn, dueTime } = this.here()
    this.changed.emit({ dueOn, dueTime, timeZone: this.zone() })
  }

  /** The day it is where the todo is due. */
  private todayThere(): Day {
    const { timeZone } = this.todo()
    const today = this.today()
    return timeZone === null || !this.here().elsewhere ? today : (dayIn(timeZone, Date.now()) ?? today)
  }
}
