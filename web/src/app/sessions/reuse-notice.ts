import { Component, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Icon } from '../ui/icon'
import { Session } from './session'

/**
 * Tells the person that a sign-in of theirs was ended since two had it; what to do about it is on the page it leads to.
 */
@Component({
  selector: 'tally-reuse-notice',
  imports: [Icon, RouterLink],
  template: `
    @if (reuseFound()) {
      <div>
        <tally-icon name="warning" />
        <p>Someone may have copied one of your sessions. Tally has ended it.</p>
        <a class="button" routerLink="/settings/sessions">See which</a>
      </div>
    }
  `,
  styleUrl: '../ui/styles/notice-bar.css',
})
export class ReuseNotice {
  protected readonly reuseFound = inject(Session).reuseFound
}
