import { Component, computed, input, signal } from '@angular/core'
import { apply, form, FormField, FormRoot } from '@angular/forms/signals'
import { hasVisibleText } from '@tally/contract/visible-text'
import { accountRules } from '../api/account-rules'
import { RetryPause } from '../api/retry-pause'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/fields/form-error'
import { NewPasswordField } from '../ui/fields/new-password-field'
import { TextField } from '../ui/fields/text-field'

/** The account somebody makes for themselves. */
export type OwnAccount = { displayName?: string; username: string; password: string }

/** The form in which somebody makes their own account: the first one, or one with an invitation. */
@Component({
  selector: 'tally-new-account-form',
  imports: [FormError, FormField, FormRoot, NewPasswordField, TextField],
  template: `
    <form [formRoot]="form">
      <tally-text-field
        label="Your name"
        autocomplete="name"
        hint="How others see you. Optional."
        [formField]="form.displayName"
      />
      <tally-text-field label="Username" autocomplete="username" [formField]="form.username" />
      <tally-new-password-field [names]="names()" [formField]="form.password" />
      <tally-form-error [message]="error()" />
      <button class="button button-primary" [attr.aria-disabled]="form().submitting() || pause.isOn()">
        {{ form().submitting() ? 'Creating account…' : 'Create account' }}
      </button>
    </form>
  `,
  styleUrl: './card-form.css',
})
export class NewAccountForm {
  /** Makes the account and signs in as it; rejects with an `ApiProblem`. */
  readonly send = input.required<(account: OwnAccount) => Promise<void>>()

  private readonly model = signal({ displayName: '', username: '', password: '' })
  protected readonly pause = new RetryPause()
  protected readonly form = form(
    this.model,
    (path) => {
      apply(path.displayName, accountRules.displayName)
      apply(path.username, accountRules.username)
      apply(path.password, accountRules.newPassword)
    },
    {
      submission: sendForm(this.model, (account) => this.pause.run(() => this.send()(toOwnAccount(account))), {
        'username-taken': 'username',
      }),
    },
  )
  /** What the password must not lean on. */
  protected readonly names = computed(() => [this.model().username, this.model().displayName])
  /** Why the attempt as a whole failed. */
  protected readonly error = computed(() => this.pause.message() ?? this.form().errors()[0]?.message)
}

function toOwnAccount({ displayName, ...rest }: Required<OwnAccount>): OwnAccount {
  return !hasVisibleText(displayName) ? rest : { ...rest, displayName: displayName.trim() }
}
