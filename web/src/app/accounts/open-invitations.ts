import { Component, inject } from '@angular/core'
import type { Invitation } from '@tally/contract'
import { Icon } from '../ui/icon'
import { isolated } from '../ui/isolated'
import { KeepFocus } from '../ui/fields/keep-focus'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { formatDate } from './format-date'
import { InvitationStore } from './invitation-store'
import { toastProblems } from './toast-problems'

/** The invitations that nobody has used yet, to be taken back; nothing at all when there are none. */
@Component({
  selector: 'tally-open-invitations',
  imports: [Icon, TryAgain],
  hostDirectives: [KeepFocus],
  template: `
    @if (store.hasFailed()) {
      <tally-try-again what="invitations" (again)="store.reload()" />
    } @else if (store.open().length > 0) {
      <section aria-labelledby="invitations-heading">
        <h2 id="invitations-heading">Open invitations</h2>
        <ul>
          @for (invitation of store.open(); track invitation.id) {
            <li>
              <tally-icon name="mail" />
              <div class="words">
                <p>For {{ invitation.role === 'admin' ? 'an admin' : 'a member' }}</p>
                <p class="detail">{{ detailOf(invitation) }}</p>
              </div>
              <button
                type="button"
                class="button"
                [attr.aria-label]="'Revoke: ' + detailOf(invitation)"
                (click)="takeBack(invitation)"
              >
                Revoke
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styles: `
    section {
      margin-block-start: var(--space-6);
    }
    h2 {
      font-size: var(--text-m);
    }
    li {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      min-block-size: 60px;
      padding-block: var(--space-2);
      border-block-end: 1px solid var(--line);
    }
    /* As wide as the circles of the people above. */
    tally-icon {
      inline-size: 36px;
      justify-content: center;
      color: var(--ink-soft);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .detail {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class OpenInvitations {
  private readonly toasts = inject(Toasts)
  private readonly toastProblems = toastProblems()

  protected readonly store = inject(InvitationStore)

  protected detailOf({ invitedBy, expiresAt }: Invitation): string {
    return `invited by ${isolated(invitedBy)} · expires on ${formatDate(expiresAt)}`
  }

  protected async takeBack({ id }: Invitation): Promise<void> {
    const isDone = await this.toastProblems(async () => {
      await this.store.takeBack(id)
      this.toasts.show({ text: 'Invitation revoked. The link no longer works.' })
    })
    // Somebody has used it, or another admin was quicker.
    if (!isDone) this.store.reload()
  }
}
