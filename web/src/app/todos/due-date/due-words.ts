import { Component, computed, inject, input } from '@angular/core'
import { Today } from '../../device/today'
import { formatDue, exactDay, formatTime } from './due-date'
import { dueHere, type Due } from './due-here'

/**
 * When a todo is due, in words; exact on hover, and marked when it is overdue. A time that was set in another time zone
 * is shown on the clock of the person, with the time there.
 */
@Component({
  selector: 'tally-due-words',
  template: `
    <time [attr.datetime]="here().dueOn" [title]="exact()">
      <span [textContent]="words()"></span><span class="visually-hidden" [textContent]="late()"></span>
    </time>
  `,
  styles: `
    :host {
      white-space: nowrap;
    }
    :host(.elsewhere) {
      white-space: normal;
    }
    :host(.today) {
      color: var(--accent);
    }
    :host(.overdue) {
      color: var(--danger);
    }
  `,
  host: {
    '[class.elsewhere]': 'here().elsewhere',
    '[class.overdue]': 'isOverdue()',
    '[class.today]': 'isToday()',
  },
})
export class DueWords {
  private readonly today = inject(Today).day
  private readonly zone = inject(Today).zone

  readonly due = input.required<Due>()
  /** A day that is said already, so that only the time is missing. */
  readonly saidDay = input<string>()
  /** Whether the todo is completed: then nothing is overdue. */
  readonly isDone = input(false)

  protected readonly here = computed(() => dueHere(this.due(), this.zone()))
  private readonly day = computed(() => this.here().dueOn ?? '')
  protected readonly words = computed(() => {
    const { dueTime, elsewhere } = this.here()
    const day = this.day() === this.saidDay() ? [] : [formatDue(this.day(), this.today())]
    const there = elsewhere ? [`(${formatTime(elsewhere.time)} in ${elsewhere.place})`] : []
    return [...day, ...(dueTime === null ? [] : [formatTime(dueTime)]), ...there].join(' ')
  })
  protected readonly exact = computed(() => exactDay(this.day()))
  protected readonly isOverdue = computed(() => !this.isDone() && this.day() < this.today())
  protected readonly isToday = computed(() => !this.isDone() && this.day() === this.today())
  protected readonly late = computed(() => (this.isOverdue() ? ', overdue' : ''))
}
