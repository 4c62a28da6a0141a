import { Component, computed, DOCUMENT, inject, input, model, output, signal, viewChild } from '@angular/core'
import type { FormValueControl, ValidationError } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'
import { isTooShort, passwordStrength } from './password-strength'
import { suggestPassphrase } from './suggest-passphrase'
import { TextField } from './text-field'
import { Toasts } from '../toasts/toasts'

const words = ['Easy to guess', 'Could be stronger', 'Good', 'Very good'] as const

/**
 * The field in which somebody chooses a password, for signal forms: it says how hard the password is to guess, and can
 * suggest one. `autocomplete` lets password managers suggest and keep it as well.
 */
@Component({
  selector: 'tally-new-password-field',
  imports: [TextField],
  template: `
    <tally-text-field
      type="password"
      autocomplete="new-password"
      [label]="label()"
      [hint]="hint()"
      [(value)]="value"
      [(shown)]="shown"
      [errors]="errors()"
      [touched]="touched()"
      [disabled]="disabled()"
      [required]="required()"
      (touch)="touch.emit()"
    />
    <div class="below">
      <div class="strength" role="status" [attr.data-strength]="value() === '' ? null : strength()">
        <span class="bar" aria-hidden="true"><i></i><i></i><i></i><i></i></span>
        @if (value() !== '') {
          <span><span class="visually-hidden">Password strength: </span>{{ verdict() }}</span>
        }
      </div>
      <button type="button" class="button button-quiet" (click)="suggest()">Suggest a passphrase</button>
    </div>
  `,
  styleUrl: './new-password-field.css',
})
export class NewPasswordField implements FormValueControl<string> {
  private readonly toasts = inject(Toasts)
  private readonly host = inject(DOCUMENT).location.hostname
  private readonly field = viewChild.required(TextField)

  readonly label = input('Password')
  readonly hint = input(`At least ${limits.password.min} characters. Four or five random words work well.`)
  /** What a password must not lean on: the username and the name of whose it is. */
  readonly names = input<readonly string[]>([])

  readonly value = model('')
  readonly errors = input<readonly ValidationError.WithOptionalFieldTree[]>([])
  readonly touched = input(false)
  readonly disabled = input(false)
  readonly required = input(false)
  readonly touch = output()

  protected readonly shown = signal(false)
  private readonly suggested = signal<string | undefined>(undefined)
  private readonly isSuggested = computed(() => this.value() === this.suggested())
  protected readonly strength = computed(() => {
    if (this.isSuggested()) return 3
    // The server knows more common passwords than this page: what it has refused is not called good.
    if (this.errors().some(({ kind }) => kind === 'invalid-input')) return 0
    return passwordStrength(this.value(), limits.password.min, this.names(), this.host)
  })
  protected readonly verdict = computed(() => {
    if (this.isSuggested()) return 'Very good. Write it down.'
    return isTooShort(this.value(), limits.password.min) ? 'Too short' : words[this.strength()]
  })

  /** Called by the form, such as when it was sent with an error here. */
  focus(options?: FocusOptions): void {
    this.field().focus(options)
  }

  protected async suggest(): Promise<void> {
    try {
      const passphrase = await suggestPassphrase()
      this.suggested.set(passphrase)
      this.value.set(passphrase)
      this.shown.set(true)
    } catch {
      this.toasts.show({ text: 'Couldn’t load the word list. Try again.', tone: 'danger' })
    }
  }
}
