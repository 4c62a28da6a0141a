import { Component, computed, effect, inject, input, signal } from '@angular/core'
import { form, FormField, FormRoot, required } from '@angular/forms/signals'
import { Router, RouterLink } from '@angular/router'
import { asked } from '../api/asked'
import type { Credentials } from '@tally/contract'
import { ApiProblem } from '../api/problem'
import { RetryPause } from '../api/retry-pause'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/fields/form-error'
import { Mark } from '../ui/mark'
import { TextField } from '../ui/fields/text-field'
import { OwnPasswordForm } from './own-password-form'
import { checkedReturnUrl } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/** Signs in, and goes on to where the person wanted to go; also when they signed in in another tab meanwhile. */
@Component({
  selector: 'tally-sign-in-page',
  imports: [FormField, FormRoot, FormError, Mark, OwnPasswordForm, RouterLink, TextField],
  templateUrl: './sign-in-page.html',
  styleUrls: ['./card-page.css', './card-form.css'],
})
export class SignInPage {
  private readonly session = inject(Session)
  private readonly router = inject(Router)
  private readonly setUpState = inject(SetUpState)

  /** From the query; anyone may have written it. */
  readonly returnUrl = input<string>()

  protected readonly wasEnded = this.session.wasEnded
  private readonly setUp = asked(
    () => true,
    () => this.setUpState.find(),
  )
  /** Set once the password turned out to be for one time only: it is to be replaced in a second step. */
  protected readonly oneTime = signal<Credentials | undefined>(undefined)
  /** What else there is to do in the first step. */
  private readonly offers = computed(() => (this.oneTime() ? undefined : this.setUp.value()))
  protected readonly demo = computed(() => this.offers()?.demo)
  protected readonly isSignUpOpen = computed(() => this.offers()?.signUp === 'open')

  private readonly model = signal({ username: '', password: '', remember: true })
  protected readonly pause = new RetryPause()
  protected readonly form = form(
    this.model,
    (path) => {
      required(path.username, { message: 'Enter your username.' })
      required(path.password, { message: 'Enter your password.' })
    },
    {
      submission: sendForm(this.model, (credentials) => this.pause.run(() => this.signIn(credentials)), {
        'invalid-credentials': 'password',
      }),
    },
  )
  /** Why the attempt as a whole failed, such as no network. */
  protected readonly error = computed(() => this.pause.message() ?? this.form().errors()[0]?.message)

  constructor() {
    effect(() => {
      if (this.session.state() !== 'signed-in') return
      void this.router.navigateByUrl(checkedReturnUrl(this.returnUrl()), { replaceUrl: true })
    })
  }

  protected fillIn(username: string, password: string): void {
    this.model.update((value) => ({ ...value, username, password }))
  }

  /** Back to the first step. */
  protected startAgain(): void {
    this.oneTime.set(undefined)
    this.form().reset({ ...this.model(), password: '' })
  }

  private async signIn(credentials: Credentials): Promise<void> {
    try {
      await this.session.signIn(credentials)
    } catch (reason) {
      if (!(reason instanceof ApiProblem) || reason.code !== 'password-change-required') throw reason
      this.oneTime.set(credentials)
    }
  }
}
