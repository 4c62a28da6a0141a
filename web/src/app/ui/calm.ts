import { Service, signal } from '@angular/core'

/** How long what was asked for is on the screen alone, in milliseconds. */
const CALM_MS = 1000

/**
 * Tells when what was asked for is on the screen, so that what may be wanted next can be loaded: neither does it hold
 * up the first list, nor is it missing in a tab that loses its connection later.
 */
@Service()
export class Calm {
  private readonly current = signal(false)
  private hasBegun = false

  readonly isCalm = this.current.asReadonly()

  /** Says that the page is complete. */
  begin(): void {
    if (this.hasBegun) return
    this.hasBegun = true
    setTimeout(() => this.current.set(true), CALM_MS)
  }
}
