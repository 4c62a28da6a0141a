import { Component, effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Mark } from '../ui/mark'
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
          <p class="lead">
            This Tally is new. Make the first account: yours. It is the admin, who can add other people later.
          </p>
        </div>
        <tally-new-account-form [send]="setUp" />
      </div>
    </main>
  `,
  styleUrl: './card-page.css',
})
export class SetUpPage {
  private readonly session = inject(Session)
  private readonly setUpState = inject(SetUpState)

  constructor() {
    const router = inject(Router)
    effect(() => {
      if (this.session.state() === 'signed-in') void router.navigateByUrl(home, { replaceUrl: true })
    })
  }

  protected readonly setUp = async (account: OwnAccount): Promise<void> => {
    await this.session.setUp(account)
    this.setUpState.done()
  }
}
