import { Component, computed, effect, inject, input, resource, signal } from '@angular/core'
import { form, FormField, FormRoot, required } from '@angular/forms/signals'
import { Router } from '@angular/router'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/form-error'
import { Mark } from '../ui/mark'
import { TextField } from '../ui/text-field'
import { checkedReturnUrl } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/** Signs in, and goes on to where the person wanted to go; also when they signed in in another tab meanwhile. */
@Component({
  selector: 'tally-sign-in-page',
  imports: [FormField, FormRoot, FormError, Mark, TextField],
  templateUrl: './sign-in-page.html',
  styleUrl: './card-page.css',
})
export class SignInPage {
  private readonly session = inject(Session)
  private readonly router = inject(Router)
  private readonly setUpState = inject(SetUpState)

  /** From the query; anyone may have written it. */
  readonly returnUrl = input<string>()

  protected readonly wasEnded = this.session.wasEnded
  private readonly setUp = resource({ loader: () => this.setUpState.find() })
  protected readonly demo = computed(() => (this.setUp.hasValue() ? this.setUp.value().demo : undefined))

  private readonly model = signal({ username: '', password: '', remember: true })
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.username, { message: 'Type your username.' })
      required(path.password, { message: 'Type your password.' })
    },
    {
      submission: sendForm(this.model, (credentials) => this.session.signIn(credentials), {
        'invalid-credentials': 'password',
      }),
    },
  )
  /** Why the attempt as a whole failed, such as no network. */
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    effect(() => {
      if (this.session.state() !== 'signed-in') return
      void this.router.navigateByUrl(checkedReturnUrl(this.returnUrl()), { replaceUrl: true })
    })
  }

  protected fillIn(username: string, password: string): void {
    this.model.update((value) => ({ ...value, username, password }))
  }
}
