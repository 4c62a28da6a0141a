import { ApplicationRef, Component, computed, inject, signal } from '@angular/core'
import { readItem, storeItem } from '../../device/local-storage'
import { Session } from '../../sessions/session'
import { TodoStore } from '../todo-store'

/** Holds the id of who has dismissed the examples on this device. */
const dismissedBy = 'tally.no-examples'

/** They teach adding, completing, and the details. */
const examples = [
  { title: 'Add a todo: type it in the line above and press Enter' },
  { title: 'Complete this one: click the circle next to it' },
  {
    title: 'Open the details of this one: click the arrow at the end',
    notes:
      'Write **notes** here, and choose a day, a priority and labels.\n\nDelete this todo when you no longer need it.',
  },
]

/** Offers three todos to somebody who has never had any; they can be dismissed. */
@Component({
  selector: 'tally-example-todos',
  template: `
    @if (isOffered()) {
      <p>New here? Three example todos show how Tally works.</p>
      <div class="choices">
        <button class="button button-primary" type="button" (click)="add()">Add examples</button>
        <button class="button button-quiet" type="button" (click)="dismiss()">No, thanks</button>
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--space-3);
      padding-inline: var(--space-4);
      text-align: center;
    }
    p {
      color: var(--ink-soft);
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--space-2);
    }
  `,
})
export class ExampleTodos {
  private readonly store = inject(TodoStore)
  private readonly app = inject(ApplicationRef)
  private readonly userId = inject(Session).user()?.id ?? ''
  private readonly isDismissed = signal(readItem(dismissedBy) === this.userId)

  protected readonly isOffered = computed(
    () => !this.isDismissed() && this.store.todos().length === 0 && this.store.deleted().length === 0,
  )

  protected add(): void {
    if (this.store.add(...examples)) this.focus('tally-todo-row input')
  }

  protected dismiss(): void {
    storeItem(dismissedBy, this.userId)
    this.isDismissed.set(true)
    this.focus('main [aria-keyshortcuts~="a"]')
  }

  /** The button that had the focus is gone: it goes on with what comes next. */
  private focus(selector: string): void {
    this.app.tick()
    document.querySelector<HTMLElement>(selector)?.focus()
  }
}
