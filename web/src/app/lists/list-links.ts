import { Component, computed, inject, input, output, signal } from '@angular/core'
import { form, FormField, FormRoot } from '@angular/forms/signals'
import type { List, ListLink, MadeListLink, SharedRole } from '@tally/contract'
import { sendForm } from '../api/send-form'
import { CopyField } from '../ui/fields/copy-field'
import { FormError } from '../ui/fields/form-error'
import { Icon } from '../ui/icon'
import { dayOf } from './expiry-words'
import { roleNames } from './role-names'
import { SharingStore } from './sharing-store'

/** The links with which people can join a list: makes one, shows it this once, and revokes it. */
@Component({
  selector: 'tally-list-links',
  imports: [CopyField, FormError, FormField, FormRoot, Icon],
  template: `
    <form [formRoot]="form">
      <div class="field">
        <label for="link-role">Access by link</label>
        <select id="link-role" [formField]="form.role">
          <option value="editor">{{ words.editor }}</option>
          <option value="viewer">{{ words.viewer }}</option>
        </select>
      </div>
      <button class="button" [attr.aria-disabled]="form().submitting()">Create link</button>
    </form>
    <tally-form-error [message]="error()" />
    @if (made(); as link) {
      <div class="made">
        <tally-copy-field label="Link" [text]="link.url" />
        <p class="hint">
          Send it to one person: it works once, until {{ dayOf(link.expiresAt) }}, and isn’t shown again.
        </p>
      </div>
    }
    @if (store.links().length > 0) {
      <ul aria-label="Links">
        @for (link of store.links(); track link.id) {
          <li>
            <tally-icon name="key" />
            <p class="words">{{ words[link.role] }} · until {{ dayOf(link.expiresAt) }}</p>
            <button
              class="button"
              type="button"
              [attr.aria-label]="'Revoke the link: ' + words[link.role] + ', until ' + dayOf(link.expiresAt)"
              (click)="revoke(link)"
            >
              Revoke
            </button>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-2);
    }
    form {
      display: flex;
      flex-wrap: wrap;
      align-items: end;
      gap: var(--space-2);
    }
    .made {
      display: grid;
      gap: var(--space-2);
      padding: var(--space-3);
      border-radius: var(--radius-1);
      background: var(--paper-sunken);
    }
    li {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-block-size: var(--row);
      padding-block: var(--space-1);
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
    }
    .hint,
    .words {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class ListLinks {
  protected readonly store = inject(SharingStore)
  readonly list = input.required<List>()
  /** A link was asked to be revoked. */
  readonly revoked = output<ListLink>()

  protected readonly words = roleNames
  protected readonly dayOf = dayOf
  protected readonly made = signal<MadeListLink | undefined>(undefined)
  private readonly model = signal<{ role: SharedRole }>({ role: 'editor' })
  protected readonly form = form(this.model, { submission: sendForm(this.model, ({ role }) => this.make(role)) })
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  protected revoke(link: ListLink): void {
    if (this.made()?.id === link.id) this.made.set(undefined)
    this.revoked.emit(link)
  }

  private async make(role: SharedRole): Promise<void> {
    this.made.set(await this.store.makeLink(this.list(), role))
  }
}
