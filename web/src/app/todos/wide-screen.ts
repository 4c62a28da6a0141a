import { DestroyRef, inject, Service, signal } from '@angular/core'

/** Whether the window has room for the details beside the list. */
@Service()
export class WideScreen {
  private readonly query = matchMedia('(min-width: 1024px)')
  private readonly current = signal(this.query.matches)

  readonly isWide = this.current.asReadonly()

  constructor() {
    const look = () => this.current.set(this.query.matches)
    this.query.addEventListener('change', look)
    inject(DestroyRef).onDestroy(() => this.query.removeEventListener('change', look))
  }
}
