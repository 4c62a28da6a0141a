import { Component, inject } from '@angular/core'
import { Session } from '../sessions/session'
import { PageHeader } from '../ui/page-header'
import { RowsLoading } from '../ui/rows-loading'
import { TryAgain } from '../ui/try-again'
import { PersonLine } from './person-line'
import { UserStore } from './user-store'

/** Who else is here. */
@Component({
  selector: 'tally-users-page',
  imports: [PageHeader, PersonLine, RowsLoading, TryAgain],
  host: { class: 'page' },
  template: `
    <tally-page-header
      heading="People"
      detail="People on this server. No one can read a list that isn’t shared with them."
    />
    @if (store.hasFailed()) {
      <tally-try-again what="people" (again)="store.reload()" />
    } @else {
      <ul>
        @for (person of store.people(); track person.id) {
          <li><tally-person-line [person]="person" [isMe]="person.id === me()?.id" /></li>
        } @empty {
          <li><tally-rows-loading /></li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class UsersPage {
  protected readonly store = inject(UserStore)
  protected readonly me = inject(Session).user

  constructor() {
    this.store.reload()
  }
}
