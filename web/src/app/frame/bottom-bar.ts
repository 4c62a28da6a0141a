import { afterNextRender, Component, inject, Injector, output } from '@angular/core'
import { Router, RouterLink, RouterLinkActive } from '@angular/router'
import { ListInvitationStore } from '../lists/list-invitation-store'
import { Icon } from '../ui/icon'

/** The five things a thumb reaches on a phone. */
@Component({
  selector: 'tally-bottom-bar',
  imports: [Icon, RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Quick">
      <a routerLink="/todos/today" routerLinkActive ariaCurrentWhenActive="page"><tally-icon name="sun" />Today</a>
      <a routerLink="/todos/list/inbox" routerLinkActive ariaCurrentWhenActive="page"
        ><tally-icon name="inbox" />Inbox</a
      >
      <button type="button" class="add" (click)="add()"><tally-icon name="plus" />Add</button>
      <a routerLink="/search" routerLinkActive ariaCurrentWhenActive="page"><tally-icon name="search" />Search</a>
      <button type="button" aria-haspopup="dialog" [class.news]="invitations()" (click)="more.emit()">
        <tally-icon name="menu" />More
        @if (invitations(); as count) {
          <span class="visually-hidden">, {{ count }} {{ count === 1 ? 'invitation' : 'invitations' }}</span>
        }
      </button>
    </nav>
  `,
  styleUrl: './bottom-bar.css',
})
export class BottomBar {
  private readonly router = inject(Router)
  private readonly injector = inject(Injector)

  readonly more = output()

  /** How many wait for an answer, in the drawer. */
  protected readonly invitations = inject(ListInvitationStore).waiting

  /** Does what the key `a` does; where nothing can be added, it goes to Today first. */
  protected add(): void {
    if (focusAddLine()) return
    void this.router
      .navigateByUrl('/todos/today')
      .then(() => afterNextRender({ read: focusAddLine }, { injector: this.injector }))
  }
}

function focusAddLine(): boolean {
  const line = document.querySelector<HTMLElement>('main [aria-keyshortcuts~="a"]')
  line?.focus()
  return line !== null
}
