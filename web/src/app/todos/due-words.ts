import { Component, computed, inject, input } from '@angular/core'
import { Today } from '../device/today'
import { dueWords, exactDay, timeWords } from './due-date'

/** When a todo is due, in words; exact on hover, and marked when it is overdue. */
@Component({
  selector: 'tally-due-words',
  template: `
    <time [attr.datetime]="day()" [title]="exact()">
      <span [textContent]="words()"></span><span class="visually-hidden" [textContent]="late()"></span>
    </time>
  `,
  styles: `
    :host {
      white-space: nowrap;
    }
    :host(.today) {
      color: var(--accent);
    }
    :host(.overdue) {
      color: var(--danger);
    }
  `,
  host: { '[class.overdue]': 'isOverdue()', '[class.today]': 'isToday()' },
})
export class DueWords {
  private readonly today = inject(Today).day

  readonly day = input.required<string>()
  readonly time = input<string | null>(null)
  /** A day that is said already, so that only the time is missing. */
  readonly saidDay = input<string>()
  /** Whether the todo is completed: then nothing is overdue. */
  readonly isDone = input(false)

  protected readonly words = computed(() => {
    const time = this.time()
    const day = this.day() === this.saidDay() ? [] : [dueWords(this.day(), this.today())]
    return [...day, ...(time === null ? [] : [timeWords(time)])].join(' ')
  })
  protected readonly exact = computed(() => exactDay(this.day()))
  protected readonly isOverdue = computed(() => !this.isDone() && this.day() < this.today())
  protected readonly isToday = computed(() => !this.isDone() && this.day() === this.today())
  protected readonly late = computed(() => (this.isOverdue() ? ', overdue' : ''))
}
