import { computed, DestroyRef, inject, signal } from '@angular/core'
import { ApiProblem } from './problem'
import { formatWait } from './format-wait'

/**
 * Keeps a form from asking again before the time that the server has named with `Retry-After`, after a 429 or a 503.
 * Needs an injection context.
 */
export class RetryPause {
  private readonly words = signal<string | undefined>(undefined)
  private timer: ReturnType<typeof setTimeout> | undefined

  /** What to say while the form has to wait; nothing when it may be sent. */
  readonly message = this.words.asReadonly()
  readonly isOn = computed(() => this.words() !== undefined)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  /**
   * Does the work unless it is to wait. A refusal that names a time begins a pause and is not passed on, since
   * `message` speaks of it; every other failure is.
   */
  async run(work: () => Promise<void>): Promise<void> {
    if (this.isOn()) return
    try {
      await work()
    } catch (reason) {
      if (!(reason instanceof ApiProblem) || reason.retryAfter === undefined) throw reason
      this.words.set(formatWait(reason, reason.retryAfter))
      this.timer = setTimeout(() => this.words.set(undefined), reason.retryAfter * 1000)
    }
  }
}
