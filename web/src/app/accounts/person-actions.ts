import { Component, inject, input, output } from '@angular/core'
import type { User } from '@tally/contract'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu/menu'
import { MenuItem } from '../ui/menu/menu-item'
import { PersonChanges } from './person-changes'

/** The menu of what an admin may do to a person; what cannot be undone is only asked for here. */
@Component({
  selector: 'tally-person-actions',
  imports: [Icon, Menu, MenuItem],
  template: `
    <tally-menu [label]="'Manage ' + person().displayName">
      @if (isMe()) {
        <button type="button" tallyMenuItem (click)="changes.stepDown()">
          <tally-icon name="user" />Make me a member
        </button>
      } @else {
        <button type="button" tallyMenuItem (click)="changes.changeRole(person())">
          <tally-icon [name]="person().role === 'admin' ? 'user' : 'shield'" />
          {{ person().role === 'admin' ? 'Make a member' : 'Make an admin' }}
        </button>
        <button type="button" tallyMenuItem (click)="resetAsked.emit()">
          <tally-icon name="key" />Reset password…
        </button>
        <button type="button" tallyMenuItem (click)="changes.signOutEverywhere(person())">
          <tally-icon name="log-out" />Sign out everywhere
        </button>
        <button type="button" tallyMenuItem (click)="changes.setDisabled(person(), !person().disabled)">
          <tally-icon [name]="person().disabled ? 'check' : 'lock'" />
          {{ person().disabled ? 'Enable' : 'Disable' }}
        </button>
        <hr class="menu-line" />
        <button type="button" tallyMenuItem danger (click)="deleteAsked.emit()">
          <tally-icon name="trash" />Delete…
        </button>
      }
    </tally-menu>
  `,
})
export class PersonActions {
  readonly person = input.required<User>()
  readonly isMe = input(false)
  readonly resetAsked = output()
  readonly deleteAsked = output()

  protected readonly changes = inject(PersonChanges)
}
