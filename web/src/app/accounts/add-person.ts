import { afterNextRender, Component, computed, inject, output, signal } from '@angular/core'
import { applyWhen, apply, form, FormField, FormRoot } from '@angular/forms/signals'
import type { AddedUser } from '@tally/contract'
import { hasVisibleText } from '@tally/contract/visible-text'
import { accountRules } from '../api/account-rules'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/fields/form-error'
import { NewPasswordField } from '../ui/fields/new-password-field'
import { TextField } from '../ui/fields/text-field'
import { UserStore } from './user-store'

/** The form in which an admin makes an account for somebody, with a one-time password or one they have agreed on. */
@Component({
  selector: 'tally-add-person',
  imports: [FormError, FormField, FormRoot, NewPasswordField, TextField],
  host: { class: 'card' },
  templateUrl: './add-person.html',
  styleUrl: './people-card.css',
})
export class AddPerson {
  private readonly store = inject(UserStore)

  /** The person was added. */
  readonly added = output<AddedUser>()
  readonly cancelled = output()

  private readonly model = signal({ displayName: '', username: '', passwordBy: 'us', password: '', isAdmin: false })
  protected readonly form = form(
    this.model,
    (path) => {
      apply(path.displayName, accountRules.displayName)
      apply(path.username, accountRules.username)
      applyWhen(
        path,
        ({ value }) => value().passwordBy === 'admin',
        (typed) => apply(typed.password, accountRules.newPassword),
      )
    },
    { submission: sendForm(this.model, (person) => this.add(person), { 'username-taken': 'username' }) },
  )
  protected readonly isTyped = computed(() => this.model().passwordBy === 'admin')
  /** What the password must not lean on. */
  protected readonly names = computed(() => [this.model().username, this.model().displayName])
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    afterNextRender(() => this.form.displayName().focusBoundControl())
  }

  private async add({ displayName, username, password, isAdmin }: ReturnType<typeof this.model>): Promise<void> {
    const name = displayName.trim()
    const person = await this.store.add({
      username,
      role: isAdmin ? 'admin' : 'member',
      ...(this.isTyped() ? { password } : {}),
      ...(!hasVisibleText(name) ? {} : { displayName: name }),
    })
    this.added.emit(person)
  }
}
