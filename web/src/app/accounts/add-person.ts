import { afterNextRender, Component, computed, inject, output, signal } from '@angular/core'
import { form, FormField, FormRoot, maxLength, minLength, required } from '@angular/forms/signals'
import { limits } from '@tally/contract/limits'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/form-error'
import { TextField } from '../ui/text-field'
import { UserStore } from './user-store'

/** The form in which an admin makes an account for somebody. */
@Component({
  selector: 'tally-add-person',
  imports: [FormError, FormField, FormRoot, TextField],
  host: { class: 'card' },
  template: `
    <h2>Add a person</h2>
    <form [formRoot]="form">
      <tally-text-field label="Name" hint="As others see them; may stay empty." [formField]="form.displayName" />
      <tally-text-field label="Username" [formField]="form.username" />
      <tally-text-field
        label="Password"
        type="password"
        autocomplete="new-password"
        [hint]="passwordHint"
        [formField]="form.password"
      />
      <label class="check"><input type="checkbox" [formField]="form.isAdmin" />Admin: may add and change people</label>
      <tally-form-error [message]="error()" />
      <div class="buttons">
        <button class="button button-primary" [attr.aria-disabled]="form().submitting()">Add</button>
        <button type="button" class="button" (click)="cancelled.emit()">Cancel</button>
      </div>
    </form>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-4);
      padding: var(--space-5);
    }
    h2 {
      font: 500 var(--text-l) / 1.2 var(--font-display);
    }
    form {
      display: grid;
      gap: var(--space-4);
      max-inline-size: 24rem;
    }
    .buttons {
      display: flex;
      gap: var(--space-2);
    }
  `,
})
export class AddPerson {
  private readonly store = inject(UserStore)

  /** The person was added; their name. */
  readonly added = output<string>()
  readonly cancelled = output()

  protected readonly passwordHint = `At least ${limits.password.min} characters. They can change it under Settings.`
  private readonly model = signal({ displayName: '', username: '', password: '', isAdmin: false })
  protected readonly form = form(
    this.model,
    (path) => {
      maxLength(path.displayName, limits.displayName.max, { message: 'That is a little long.' })
      required(path.username, { message: 'Choose a username.' })
      maxLength(path.username, limits.username.max, { message: `At most ${limits.username.max} characters.` })
      required(path.password, { message: 'Choose a password.' })
      minLength(path.password, limits.password.min, { message: 'That is too short.' })
      maxLength(path.password, limits.password.max, { message: `At most ${limits.password.max} characters.` })
    },
    { submission: sendForm(this.model, (person) => this.add(person), { 'username-taken': 'username' }) },
  )
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    afterNextRender(() => this.form.displayName().focusBoundControl())
  }

  private async add({ displayName, username, password, isAdmin }: ReturnType<typeof this.model>): Promise<void> {
    const name = displayName.trim()
    await this.store.add({
      username,
      password,
      role: isAdmin ? 'admin' : 'member',
      ...(name === '' ? {} : { displayName: name }),
    })
    this.added.emit(name || username)
  }
}
