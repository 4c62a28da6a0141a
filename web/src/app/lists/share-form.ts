import { Component, computed, inject, input, output, signal } from '@angular/core'
import { form, FormField, FormRoot, maxLength, required, validate } from '@angular/forms/signals'
import type { InvitedPerson, List, Member, NewMember } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { usernameKey } from '@tally/contract/usernames'
import { UserStore } from '../accounts/user-store'
import { Connection } from '../api/connection'
import { sendForm } from '../api/send-form'
import { keepAsDraft } from '../ui/fields/drafts'
import { FormError } from '../ui/fields/form-error'
import { TextField } from '../ui/fields/text-field'
import { roleNames } from './role-names'
import { SharingStore } from './sharing-store'

/**
 * Invites one more person to a list, by their exact username. Those whom the server tells me of are offered; whoever I
 * know otherwise can be typed.
 */
@Component({
  selector: 'tally-share-form',
  imports: [FormError, FormField, FormRoot, TextField],
  template: `
    <form [formRoot]="form">
      <tally-text-field label="Username" [suggestions]="suggestions()" [formField]="form.username" />
      <div class="field">
        <label for="share-role">Access</label>
        <select id="share-role" [formField]="form.role">
          <option value="editor">{{ words.editor }}</option>
          <option value="viewer">{{ words.viewer }}</option>
        </select>
      </div>
      <button class="button button-primary" [attr.aria-disabled]="form().submitting()">Invite</button>
    </form>
    <tally-form-error [message]="error()" />
    @if (isOffline()) {
      <p>You’re offline. You can invite people when you’re back online; what you change below is kept until then.</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-2);
    }
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      align-items: start;
      gap: var(--space-2);
    }
    /* Level with the fields, below the line of their labels. */
    .button {
      margin-block-start: calc(1.5 * var(--text-s) + var(--space-1));
    }
    p {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    @media (width < 480px) {
      form {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      tally-text-field {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class ShareForm {
  private readonly store = inject(SharingStore)
  private readonly users = inject(UserStore)

  readonly list = input.required<List>()
  readonly members = input.required<readonly Member[]>()
  /** This person is invited. */
  readonly invited = output<Member | InvitedPerson>()

  private readonly model = signal<NewMember>({ username: '', role: 'editor' })
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.username, { message: 'Enter their username.' })
      maxLength(path.username, limits.username.typed, { message: `That’s too long for a username.` })
      validate(path.username, ({ value }) => {
        const known = this.members().find(({ username }) => usernameKey(username) === usernameKey(value()))
        return known ? { kind: 'member', message: `${known.displayName} already has access.` } : undefined
      })
    },
    {
      submission: sendForm(this.model, (person) => this.invite(person), {
        'user-not-found': 'username',
        'not-invitable': 'username',
      }),
    },
  )
  protected readonly words = roleNames
  protected readonly isOffline = inject(Connection).offline
  protected readonly error = computed(() => this.form().errors()[0]?.message)
  protected readonly suggestions = computed(() =>
    this.users
      .people()
      .filter(({ id, disabled }) => !disabled && !this.members().some(({ userId }) => userId === id))
      .map(({ username, displayName }) => ({ value: username, label: displayName })),
  )

  constructor() {
    keepAsDraft({
      place: () => `list/${this.list().id}/share`,
      text: () => this.model().username,
      saved: () => '',
      restore: (username) => this.model.update((person) => ({ ...person, username })),
    })
  }

  private async invite({ username, role }: NewMember): Promise<void> {
    const person = await this.store.invite(this.list(), { username, role })
    this.form().reset({ username: '', role })
    this.form.username().focusBoundControl()
    this.invited.emit(person)
  }
}
