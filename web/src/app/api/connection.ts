import { HttpClient } from '@angular/common/http'
import { DestroyRef, effect, inject, Service, signal } from '@angular/core'
import { firstValueFrom } from 'rxjs'
import { BASE_PATH } from './base-path'
import type { FailureCode } from './problem'

/** The waits between two looks whether the server is back, in milliseconds; the last one repeats. */
const waits = [1_000, 2_000, 4_000, 8_000, 15_000]

/**
 * Whether the server can be reached. `Api` reports what it sees; after a loss this looks again by itself, so that a
 * restarted server is noticed without a click. `navigator.onLine` alone would not do: it knows of the cable, not of
 * the server.
 */
@Service()
export class Connection {
  private readonly http = inject(HttpClient)
  private readonly health = `${inject(BASE_PATH)}/healthz`
  private readonly isOffline = signal(false)
  private readonly isBarred = signal(false)
  private timer: ReturnType<typeof setTimeout> | undefined

  /** True from a call that got no answer until the next one that does. */
  readonly offline = this.isOffline.asReadonly()
  /** True while something in front of Tally answers in its place, and wants a sign-in of its own. */
  readonly barred = this.isBarred.asReadonly()

  constructor() {
    const look = () => void this.look(0)
    const lost = () => this.lost()
    window.addEventListener('online', look)
    window.addEventListener('offline', lost)
    effect(() => {
      if (this.offline()) this.lookLater(0)
      else clearTimeout(this.timer)
    })
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer)
      window.removeEventListener('online', look)
      window.removeEventListener('offline', lost)
    })
  }

  /** A call was answered; with this code, where it failed. */
  reached(code?: FailureCode): void {
    this.isOffline.set(code === 'offline')
    this.isBarred.set(code === 'barred')
  }

  /** A call was not answered. */
  lost(): void {
    this.isOffline.set(true)
  }

  private lookLater(attempt: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.look(attempt + 1), waits[Math.min(attempt, waits.length - 1)])
  }

  private async look(attempt: number): Promise<void> {
    if (!this.isOffline()) return
    try {
      await firstValueFrom(this.http.get(this.health, { timeout: 5_000 }))
      this.isOffline.set(false)
    } catch {
      this.lookLater(attempt)
    }
  }
}
