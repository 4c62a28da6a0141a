import { Component, computed, inject, signal } from '@angular/core'
import { form, FormField, FormRoot, maxLength, required, validate } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Api } from '../api/api'
import { sendForm } from '../api/send-form'
import { Session } from '../sessions/session'
import { keepAsDraft } from '../ui/fields/drafts'
import { FormError } from '../ui/fields/form-error'
import { TextField } from '../ui/fields/text-field'
import { Theme, type ThemeChoice } from '../ui/theme'
import { Toasts } from '../ui/toasts/toasts'
import { MyUsage } from './my-usage'

/** My name as others see it, how Tally looks on this device, and how much of my room I use. */
@Component({
  selector: 'tally-profile-page',
  imports: [FormError, FormField, FormRoot, MyUsage, TextField],
  template: `
    <section aria-labelledby="profile-heading">
      <form [formRoot]="form">
        <h2 id="profile-heading">Profile</h2>
        <tally-text-field label="Name" autocomplete="name" [hint]="hint()" [formField]="form.displayName" />
        <tally-form-error [message]="error()" />
        <button class="button button-primary" [attr.aria-disabled]="form().submitting()">Save</button>
      </form>
    </section>
    <fieldset>
      <legend><h2>Theme</h2></legend>
      <div class="choices">
        @for (choice of themes; track choice.value) {
          <label class="check">
            <input
              type="radio"
              name="theme"
              [value]="choice.value"
              [checked]="theme.choice() === choice.value"
              (change)="theme.choose(choice.value)"
            />{{ choice.label }}
          </label>
        }
      </div>
    </fieldset>
    <tally-my-usage />
  `,
  styleUrl: './settings-section.css',
})
export class ProfilePage {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)

  protected readonly theme = inject(Theme)
  protected readonly themes: readonly { value: ThemeChoice; label: string }[] = [
    { value: 'system', label: 'System' },
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
  ]
  /** Opened first, the page may be there before the server has said who they are. */
  protected readonly hint = computed(() => {
    const username = this.session.user()?.username ?? ''
    return username === '' ? '' : `You sign in as ${username}.`
  })

  private readonly model = signal({ displayName: this.session.user()?.displayName ?? '' })
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.displayName, { message: 'Enter a name.' })
      validate(path.displayName, ({ value }) =>
        hasVisibleText(value()) ? undefined : { kind: 'blank', message: 'Enter a name.' },
      )
      maxLength(path.displayName, limits.displayName.max, { message: 'That’s too long.' })
    },
    { submission: sendForm(this.model, (profile) => this.save(profile)) },
  )
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    keepAsDraft({
      place: () => 'profile/name',
      text: () => this.model().displayName,
      saved: () => this.session.user()?.displayName,
      restore: (displayName) => this.model.set({ displayName }),
    })
  }

  private async save(profile: { displayName: string }): Promise<void> {
    this.session.changed(await this.api.call('PATCH /api/me', { body: { displayName: profile.displayName.trim() } }))
    this.toasts.show({ text: 'Saved.' })
  }
}
