import { Location } from '@angular/common'
import { Service, signal, type ErrorHandler, inject } from '@angular/core'
import { RedirectCommand, Router, type CanActivateFn, type NavigationError } from '@angular/router'
import { MissingPart } from './api/missing-part'
import { ApiProblem } from './api/problem'
import { Toasts } from './ui/toasts/toasts'

/** The longest wait between two tries, in milliseconds. */
const longestPause = 60_000

/** Whether something broke that the person can only answer by loading the page again. */
@Service()
export class Failure {
  private readonly current = signal(false)
  private readonly missingUrl = signal<string | undefined>(undefined)
  private misses = 0
  private missedAt = -Infinity

  readonly happened = this.current.asReadonly()
  /** The address of the page that could not be loaded last. */
  readonly missing = this.missingUrl.asReadonly()

  report(): void {
    this.current.set(true)
  }

  miss(url: string): void {
    const now = performance.now()
    this.misses = now - this.missedAt < longestPause * 2 ? this.misses + 1 : 1
    this.missedAt = now
    this.missingUrl.set(url)
  }

  /** How long to wait before the page is tried again unasked, in milliseconds: longer each time. */
  pause(): number {
    return this.misses < 2 ? 0 : Math.min(1_000 * 2 ** (this.misses - 2), longestPause)
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

/** A page that cannot be opened. One that could not be loaded has another in its place, at the same address. */
export function reportNavigationError({ error, url }: NavigationError): RedirectCommand | undefined {
  if (error instanceof MissingPart) {
    inject(Failure).miss(url)
    return new RedirectCommand(inject(Router).parseUrl(error.isWhole ? missingPath.whole : missingPath.page), {
      browserUrl: url,
    })
  }
  inject(UncaughtErrors).handleError(error)
  return undefined
}

/** Leads whoever loads such a page anew to the one whose address it has. */
export const missedGuard: CanActivateFn = () => {
  if (inject(Failure).missing() !== undefined) return true
  const [router, path] = [inject(Router), inject(Location).path()]
  return router.parseUrl(Object.values(missingPath).some((one) => path === `/${one}`) ? '/' : path)
}

/** Where the page is that stands in for one that could not be loaded: for the whole screen, or within the frame. */
export const missingPath = { whole: 'missing', page: 'missing-page' } as const
