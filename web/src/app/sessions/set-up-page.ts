import { Component, computed, effect, inject, signal } from '@angular/core'
import { form, FormField, FormRoot, maxLength, minLength, required } from '@angular/forms/signals'
import { Router } from '@angular/router'
import { limits } from '@tally/contract/limits'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/form-error'
import { Mark } from '../ui/mark'
import { TextField } from '../ui/text-field'
import { home } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/** The first start: makes the account of the admin and signs in as it. */
@Component({
  selector: 'tally-set-up-page',
  imports: [FormField, FormRoot, FormError, Mark, TextField],
  templateUrl: './set-up-page.html',
  styleUrl: './card-page.css',
})
export class SetUpPage {
  private readonly session = inject(Session)
  private readonly setUpState = inject(SetUpState)

  protected readonly passwordHint = `At least ${limits.password.min} characters. Four or five random words are easy to remember and hard to guess.`

  private readonly model = signal({ displayName: '', username: '', password: '' })
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
    { submission: sendForm(this.model, (account) => this.makeAccount(account)) },
  )
  /** Why the attempt as a whole failed. */
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    const router = inject(Router)
    effect(() => {
      if (this.session.state() === 'signed-in') void router.navigateByUrl(home, { replaceUrl: true })
    })
  }

  private async makeAccount(account: ReturnType<typeof this.model>): Promise<void> {
    const { displayName, ...rest } = account
    await this.session.setUp(displayName.trim() ? { ...rest, displayName: displayName.trim() } : rest)
    this.setUpState.done()
  }
}
