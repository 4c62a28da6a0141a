import { inject, Service, signal, DestroyRef } from '@angular/core'
import { dayOf, msUntilMidnight } from './day'

/** The day it is, here and now; it changes at local midnight, also when the device slept through it. */
@Service()
export class Today {
  private readonly current = signal(dayOf(new Date()))
  private timer = 0

  readonly day = this.current.asReadonly()

  constructor() {
    const look = () => this.look()
    document.addEventListener('visibilitychange', look)
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('visibilitychange', look)
      window.clearTimeout(this.timer)
    })
    this.look()
  }

  private look(): void {
    const now = new Date()
    this.current.set(dayOf(now))
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.look(), msUntilMidnight(now))
  }
}
