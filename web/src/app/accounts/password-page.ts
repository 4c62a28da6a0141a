import { Component, computed, inject, signal } from '@angular/core'
import { apply, form, FormField, FormRoot, required } from '@angular/forms/signals'
import { accountRules } from '../api/account-rules'
import { RetryPause } from '../api/retry-pause'
import { sendForm } from '../api/send-form'
import { Session } from '../sessions/session'
import { FormError } from '../ui/fields/form-error'
import { NewPasswordField } from '../ui/fields/new-password-field'
import { TextField } from '../ui/fields/text-field'
import { Toasts } from '../ui/toasts/toasts'

/** Changes my password. */
@Component({
  selector: 'tally-password-page',
  imports: [FormError, FormField, FormRoot, NewPasswordField, TextField],
  template: `
    <section aria-labelledby="password-heading">
      <form [formRoot]="form">
        <div>
          <h2 id="password-heading">Change your password</h2>
          <p class="lead">This signs out your other devices.</p>
        </div>
        <!-- Tells password managers whose password this is. -->
        <input
          class="visually-hidden"
          autocomplete="username"
          aria-label="Username"
          tabindex="-1"
          readonly
          [value]="user?.username"
        />
        <tally-text-field
          label="Current password"
          type="password"
          autocomplete="current-password"
          [formField]="form.currentPassword"
        />
        <tally-new-password-field label="New password" [names]="names" [formField]="form.newPassword" />
        <tally-form-error [message]="error()" />
        <button class="button button-primary" [attr.aria-disabled]="form().submitting() || pause.isOn()">
          Change password
        </button>
      </form>
    </section>
  `,
  styleUrl: './settings-section.css',
})
export class PasswordPage {
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)

  protected readonly user = this.session.user()
  protected readonly names = this.user ? [this.user.username, this.user.displayName] : []

  private readonly model = signal({ currentPassword: '', newPassword: '' })
  protected readonly pause = new RetryPause()
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.currentPassword, { message: 'Enter your current password.' })
      apply(path.newPassword, accountRules.newPassword)
    },
    {
      submission: sendForm(this.model, (passwords) => this.pause.run(() => this.change(passwords)), {
        'wrong-password': 'currentPassword',
      }),
    },
  )
  protected readonly error = computed(() => this.pause.message() ?? this.form().errors()[0]?.message)

  private async change(passwords: { currentPassword: string; newPassword: string }): Promise<void> {
    await this.session.changePassword(passwords)
    this.form().reset({ currentPassword: '', newPassword: '' })
    this.toasts.show({ text: 'Password changed. Your other devices are signed out.' })
  }
}
