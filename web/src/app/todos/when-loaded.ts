import { Component, inject } from '@angular/core'
import { RowsLoading } from '../ui/rows-loading'
import { TryAgain } from '../ui/try-again'
import { TodoStore } from './todo-store'

/** Shows its content once the todos are here; until then a skeleton, or that they could not be loaded. */
@Component({
  selector: 'tally-when-loaded',
  imports: [RowsLoading, TryAgain],
  template: `
    @switch (store.state()) {
      @case ('loading') {
        <tally-rows-loading />
      }
      @case ('failed') {
        <tally-try-again what="your todos" (again)="store.load()" />
      }
      @default {
        <ng-content />
      }
    }
  `,
})
export class WhenLoaded {
  protected readonly store = inject(TodoStore)
}
