import { Service, signal } from '@angular/core'

/** How long a completed todo stays in its place, in milliseconds. */
const lingerMs = 600

/** The todos that were completed a moment ago: they stay in their place just long enough to be seen done. */
@Service()
export class RecentlyCompleted {
  private readonly current = signal<ReadonlySet<string>>(new Set())

  readonly ids = this.current.asReadonly()

  /** Lets a todo linger. */
  linger(id: string): void {
    this.current.update((ids) => new Set(ids).add(id))
    setTimeout(() => {
      this.current.update((ids) => new Set([...ids].filter((other) => other !== id)))
    }, lingerMs)
  }
}
