import { Component, inject, signal, viewChild } from '@angular/core'
import type { ListInvitation } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { ConfirmDialog } from '../ui/dialogs/confirm-dialog'
import { isolated } from '../ui/isolated'
import { KeepFocus } from '../ui/fields/keep-focus'
import { Written } from '../ui/written'
import { ListInvitationStore } from './list-invitation-store'
import { roleNames } from './role-names'

/**
 * The part of the navigation that asks: the lists I am invited to, with the answers. It is loaded when there is one,
 * and stays for the focus, which it leads on when the last one is answered.
 */
@Component({
  selector: 'tally-list-invitations',
  imports: [ConfirmDialog, Written],
  hostDirectives: [KeepFocus],
  template: `
    @if (store.invitations().length > 0) {
      <section aria-labelledby="list-nav-invitations">
        <h2 id="list-nav-invitations">Invitations</h2>
        <ul>
          @for (invitation of store.invitations(); track invitation.listId) {
            <li>
              <p class="name" [tallyWritten]="invitation.listName"></p>
              <p class="detail">{{ detailOf(invitation) }}</p>
              @if (invitation.isAccepted) {
                <p class="detail">Joining…</p>
              } @else {
                <div class="answers">
                  <button
                    class="button button-primary"
                    type="button"
                    [attr.aria-label]="'Accept “' + invitation.listName + '”'"
                    (click)="store.accept(invitation)"
                  >
                    Accept
                  </button>
                  <button
                    class="button"
                    type="button"
                    aria-haspopup="dialog"
                    [attr.aria-label]="'Decline “' + invitation.listName + '”'"
                    (click)="askToDecline(invitation)"
                  >
                    Decline
                  </button>
                </div>
              }
            </li>
          }
        </ul>
      </section>
    }
    <tally-confirm-dialog
      [heading]="'Decline “' + isolated(asked()?.listName ?? '') + '”?'"
      action="Decline"
      (confirmed)="decline()"
    >
      <bdi>{{ asked()?.invitedBy?.displayName }}</bdi> can’t invite you to this list again for {{ pauseDays }} days.
    </tally-confirm-dialog>
  `,
  styles: `
    section {
      margin-block-start: var(--space-4);
    }
    h2 {
      padding: 0 var(--space-3) var(--space-1);
      color: var(--ink-faint);
      font-size: 0.8125rem;
      font-weight: 600;
    }
    ul {
      display: grid;
      gap: var(--space-2);
    }
    li {
      padding: var(--space-2) var(--space-3) var(--space-3);
      border: 1px solid var(--line);
      border-radius: var(--radius-1);
      background: var(--paper-raised);
    }
    .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-weight: 500;
    }
    .detail {
      overflow-wrap: anywhere;
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    .answers {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      margin-block-start: var(--space-2);
    }
  `,
})
export class ListInvitations {
  private readonly question = viewChild.required(ConfirmDialog)

  protected readonly store = inject(ListInvitationStore)
  protected readonly asked = signal<ListInvitation | undefined>(undefined)
  protected readonly isolated = isolated
  protected readonly pauseDays = limits.listInvitations.pauseDays

  protected detailOf({ role, invitedBy: { displayName, username } }: ListInvitation): string {
    const who = `${isolated(displayName)} (@${username})`
    return role === 'owner' ? `${who} wants to transfer ownership to you` : `From ${who} · ${roleNames[role]}`
  }

  protected askToDecline(invitation: ListInvitation): void {
    this.asked.set(invitation)
    this.question().ask()
  }

  protected decline(): void {
    const invitation = this.asked()
    if (invitation) this.store.decline(invitation)
  }
}
