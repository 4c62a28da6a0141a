import { Component, computed, input, output } from '@angular/core'
import type { ResetPassword, User } from '@tally/contract'
import { formatDate } from './format-date'
import { HandoverCard } from './handover-card'
import { isolated } from '../ui/isolated'

/** A one-time password, and whose it is. */
export type Handover = ResetPassword & { readonly person: Pick<User, 'displayName' | 'username'> }

/** Shows a one-time password, this once, with the words what to do with it. */
@Component({
  selector: 'tally-one-time-password-card',
  imports: [HandoverCard],
  template: `
    <tally-handover-card
      label="One-time password"
      [heading]="'One-time password for ' + name()"
      [secret]="handover().oneTimePassword"
      (done)="done.emit()"
    >
      Give it to {{ name() }} now, in person or another way you trust. It isn’t shown again. They sign in as
      <strong>{{ handover().person.username }}</strong> with it, then choose their own password. It works once, until
      {{ until() }}.
    </tally-handover-card>
  `,
})
export class OneTimePasswordCard {
  readonly handover = input.required<Handover>()
  readonly done = output()

  protected readonly name = computed(() => isolated(this.handover().person.displayName))
  protected readonly until = computed(() => formatDate(this.handover().oneTimePasswordUntil))
}
