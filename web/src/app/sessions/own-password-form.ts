import { afterNextRender, Component, computed, inject, input, output, signal } from '@angular/core'
import { apply, form, FormField, FormRoot } from '@angular/forms/signals'
import type { Credentials } from '@tally/contract'
import { accountRules } from '../api/account-rules'
import { RetryPause } from '../api/retry-pause'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/fields/form-error'
import { NewPasswordField } from '../ui/fields/new-password-field'
import { Session } from './session'

/** The second step of signing in with a one-time password: choosing one's own. */
@Component({
  selector: 'tally-own-password-form',
  imports: [FormError, FormField, FormRoot, NewPasswordField],
  template: `
    <form [formRoot]="form">
      <!-- Tells password managers whose password this is. -->
      <input
        class="visually-hidden"
        autocomplete="username"
        aria-label="Username"
        tabindex="-1"
        readonly
        [value]="credentials().username"
      />
      <tally-new-password-field label="Your new password" [names]="names()" [formField]="form.newPassword" />
      <tally-form-error [message]="error()" />
      <button class="button button-primary" [attr.aria-disabled]="form().submitting() || pause.isOn()">
        {{ form().submitting() ? 'Saving…' : 'Save and continue' }}
      </button>
      <button type="button" class="button" (click)="cancelled.emit()">Back</button>
    </form>
  `,
  styleUrl: './card-form.css',
})
export class OwnPasswordForm {
  private readonly session = inject(Session)

  /** The username and the one-time password of the first step. */
  readonly credentials = input.required<Credentials>()
  readonly cancelled = output()

  private readonly model = signal({ newPassword: '' })
  protected readonly pause = new RetryPause()
  protected readonly form = form(this.model, (path) => apply(path.newPassword, accountRules.newPassword), {
    submission: sendForm(this.model, (own) =>
      this.pause.run(() => this.session.signIn({ ...this.credentials(), ...own })),
    ),
  })
  protected readonly names = computed(() => [this.credentials().username])
  /** Why the attempt as a whole failed. */
  protected readonly error = computed(() => this.pause.message() ?? this.form().errors()[0]?.message)

  constructor() {
    afterNextRender(() => this.form.newPassword().focusBoundControl())
  }
}
