import { Component, computed, inject, signal } from '@angular/core'
import { form, FormField, FormRoot, maxLength, minLength, required } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'
import { Api } from '../api/api'
import { sendForm } from '../api/send-form'
import { Session } from '../sessions/session'
import { FormError } from '../ui/form-error'
import { TextField } from '../ui/text-field'
import { Toasts } from '../ui/toasts'

/** Changes my password. */
@Component({
  selector: 'tally-password-page',
  imports: [FormError, FormField, FormRoot, TextField],
  template: `
    <section aria-labelledby="password-heading">
      <form [formRoot]="form">
        <div>
          <h2 id="password-heading">Change your password</h2>
          <p class="lead">All your other devices are signed out by it.</p>
        </div>
        <!-- Tells password managers whose password this is. -->
        <input
          class="visually-hidden"
          autocomplete="username"
          aria-label="Username"
          tabindex="-1"
          readonly
          [value]="username"
        />
        <tally-text-field
          label="Current password"
          type="password"
          autocomplete="current-password"
          [formField]="form.currentPassword"
        />
        <tally-text-field
          label="New password"
          type="password"
          autocomplete="new-password"
          [hint]="hint"
          [formField]="form.newPassword"
        />
        <tally-form-error [message]="error()" />
        <button class="button button-primary" [attr.aria-disabled]="form().submitting()">Change password</button>
      </form>
    </section>
  `,
  styleUrl: './settings-section.css',
})
export class PasswordPage {
  private readonly api = inject(Api)
  private readonly toasts = inject(Toasts)

  protected readonly username = inject(Session).user()?.username ?? ''
  protected readonly hint = `At least ${limits.password.min} characters; four or five random words do well.`

  private readonly model = signal({ currentPassword: '', newPassword: '' })
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.currentPassword, { message: 'Type the password you have now.' })
      required(path.newPassword, { message: 'Choose a new password.' })
      minLength(path.newPassword, limits.password.min, { message: 'That is too short.' })
      maxLength(path.newPassword, limits.password.max, { message: `At most ${limits.password.max} characters.` })
    },
    {
      submission: sendForm(this.model, (passwords) => this.change(passwords), { 'wrong-password': 'currentPassword' }),
    },
  )
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  private async change(passwords: { currentPassword: string; newPassword: string }): Promise<void> {
    await this.api.call('PUT /api/me/password', { body: passwords })
    this.form().reset({ currentPassword: '', newPassword: '' })
    this.toasts.show({ text: 'Your password is changed. Your other devices are signed out.' })
  }
}
