import { Service, signal, type ErrorHandler, inject } from '@angular/core'
import type { NavigationError } from '@angular/router'
import { ApiProblem } from './api/problem'
import { Toasts } from './ui/toasts'

/** Whether something broke that the person can only answer by loading the page again. */
@Service()
export class Failure {
  private readonly current = signal(false)

  readonly happened = this.current.asReadonly()

  report(): void {
    this.current.set(true)
  }
}

/**
 * What nobody caught. A refusal of the server is said in its own words; anything else is a bug, which goes to the
 * console, and the screen stays calm.
 */
@Service()
export class UncaughtErrors implements ErrorHandler {
  private readonly failure = inject(Failure)
  private readonly toasts = inject(Toasts)

  handleError(error: unknown): void {
    if (error instanceof ApiProblem) {
      this.toasts.show({ text: `${error.title}.`, tone: 'danger' })
      return
    }
    console.error(error)
    this.failure.report()
  }
}

/** A page that cannot be opened, such as a part of the app that was replaced by a newer release meanwhile. */
export function reportNavigationError(error: NavigationError): void {
  inject(UncaughtErrors).handleError(error.error)
}
