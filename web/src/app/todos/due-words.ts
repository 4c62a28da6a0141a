import { Component, computed, inject, input } from '@angular/core'
import { dueWords, exactDay, timeWords } from './due-date'
import { Today } from './today'

/** When a todo is due, in words; exact on hover, and marked when it is overdue. */
@Component({
  selector: 'tally-due-words',
  template: `<time [attr.datetime]="day()" [title]="exact()"
    >{{ words() }}
    @if (time(); as at) {
      <span> {{ clock(at) }}</span>
    }
    @if (isOverdue()) {
      <span class="visually-hidden">, overdue</span>
    }
  </time>`,
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
  /** Whether the todo is completed: then nothing is overdue. */
  readonly isDone = input(false)

  protected readonly words = computed(() => dueWords(this.day(), this.today()))
  protected readonly exact = computed(() => exactDay(this.day()))
  protected readonly isOverdue = computed(() => !this.isDone() && this.day() < this.today())
  protected readonly isToday = computed(() => !this.isDone() && this.day() === this.today())
  protected readonly clock = (time: string): string => timeWords(time)
}
