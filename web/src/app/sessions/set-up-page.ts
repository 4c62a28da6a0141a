import { Component, computed, effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { asked } from '../api/asked'
import { Mark } from '../ui/mark'
import { SetUpLink } from './invitation-link'
import { NewAccountForm, type OwnAccount } from './new-account-form'
import { home } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/** The first start: makes the account of the admin and signs in as it. */
@Component({
  selector: 'tally-set-up-page',
  imports: [Mark, NewAccountForm],
  template: `
    <main>
      <p class="brand"><tally-mark />Tally</p>
      <div class="card">
        <div>
          <h1 tabindex="-1">Welcome</h1>
          @if (isLinkMissing()) {
            <p class="lead">
              Tally isn’t set up yet. Create the first account with the link Tally printed when it started.
            </p>
          } @else {
            <p class="lead">
              Tally isn’t set up yet. Create the first account: yours. As the admin, you can add other people later.
            </p>
          }
        </div>
        @if (isLinkMissing()) {
          <p>
            Look in Tally’s output or log for a link that starts with the address of this page. On a server with
            systemd, <code translate="no">journalctl -u tally</code> shows it.
          </p>
        } @else {
          <tally-new-account-form [send]="setUp" />
        }
      </div>
    </main>
  `,
  styleUrl: './card-page.css',
})
export class SetUpPage {
  private readonly session = inject(Session)
  private readonly setUpState = inject(SetUpState)
  private readonly link = inject(SetUpLink)
  private readonly state = asked(
    () => true,
    () => this.setUpState.find(),
  )
  /** Whether the account can only be made with a link that this visitor has not come with. */
  protected readonly isLinkMissing = computed(
    () => this.link.token() === undefined && this.state.value()?.linkNeeded === true,
  )

  constructor() {
    const router = inject(Router)
    effect(() => {
      if (this.session.state() === 'signed-in') void router.navigateByUrl(home, { replaceUrl: true })
    })
  }

  protected readonly setUp = async (account: OwnAccount): Promise<void> => {
    const secret = this.link.token()
    await this.session.setUp({ ...account, ...(secret === undefined ? {} : { secret }) })
    this.link.token.set(undefined)
    this.setUpState.done()
  }
}
