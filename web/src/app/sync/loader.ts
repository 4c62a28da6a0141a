import { signal } from '@angular/core'

/** `failed` only while there is nothing to show: a failed reload leaves what we have on screen. */
export type LoadState = 'loading' | 'failed' | 'ready'

/** Loads something one run at a time and says how that stands. */
export class Loader {
  private readonly current = signal<LoadState>('loading')
  private run: Promise<void> | undefined
  private readonly read: () => Promise<void>

  readonly state = this.current.asReadonly()

  /** @param read fetches and stores; rejects when that fails */
  constructor(read: () => Promise<void>) {
    this.read = read
  }

  /** Loads, or joins the run that is under way. Never rejects. */
  load(): Promise<void> {
    if (this.run) return this.run
    if (this.current() === 'failed') this.current.set('loading')
    const run: Promise<void> = this.read().then(
      () => this.end(run, 'ready'),
      () => this.end(run, this.current() === 'ready' ? 'ready' : 'failed'),
    )
    this.run = run
    return run
  }

  /** Back to the beginning; a run that is under way no longer counts. */
  reset(): void {
    this.run = undefined
    this.current.set('loading')
  }

  private end(run: Promise<void>, state: LoadState): void {
    if (this.run !== run) return
    this.run = undefined
    this.current.set(state)
  }
}
