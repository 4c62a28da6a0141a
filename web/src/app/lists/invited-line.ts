import { Component, input, output } from '@angular/core'
import type { InvitedPerson } from '@tally/contract'
import { Avatar } from '../ui/avatar'
import { Written } from '../ui/written'
import { dayOf } from './expiry-words'
import { roleNames } from './role-names'

/** Somebody who is invited to a list and has not answered; its owner may revoke that. */
@Component({
  selector: 'tally-invited-line',
  imports: [Avatar, Written],
  template: `
    <tally-avatar [name]="person().displayName" />
    <div class="words">
      <p><bdi [tallyWritten]="person().displayName"></bdi></p>
      <p class="detail">
        &#64;{{ person().username }} · {{ words[person().role] }} · until {{ dayOf(person().expiresAt) }}
      </p>
    </div>
    @if (mayRevoke()) {
      <button
        class="button"
        type="button"
        [attr.aria-label]="'Revoke the invitation of ' + person().displayName"
        (click)="revoked.emit()"
      >
        Revoke
      </button>
    }
  `,
  styleUrl: './sharing-line.css',
})
export class InvitedLine {
  readonly person = input.required<InvitedPerson>()
  readonly mayRevoke = input(false)
  readonly revoked = output()

  protected readonly words = roleNames
  protected readonly dayOf = dayOf
}
