import { Component, input, viewChild } from '@angular/core'
import type { Todo } from '@tally/contract'
import { EmptyState } from '../../ui/empty-state'
import { TodoDetails } from './todo-details'

/** The details of the open todo, or that it is not there. */
@Component({
  selector: 'tally-todo-panel',
  imports: [EmptyState, TodoDetails],
  template: `
    @for (todo of todos(); track todo.id) {
      <tally-todo-details [todo]="todo" />
    }
    @if (isMissing()) {
      <tally-empty-state icon="search" heading="This todo wasn’t found.">
        It may have been deleted, or its list is no longer shared with you.
        <button class="button" type="button" (click)="close()()">Close</button>
      </tally-empty-state>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class TodoPanel {
  private readonly details = viewChild(TodoDetails)

  /** The todo, alone in a list: another one gets fields of its own, so that nothing typed goes to the wrong todo. */
  readonly todos = input.required<readonly Todo[]>()
  readonly isMissing = input.required<boolean>()
  readonly close = input.required<() => void>()

  focus(): void {
    this.details()?.focus()
  }
}
