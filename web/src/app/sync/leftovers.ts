import { effect, inject, Service } from '@angular/core'
import { withTabLock } from '../device/tab-lock'
import { Session } from '../sessions/session'
import { Toasts } from '../ui/toasts/toasts'

/**
 * Takes off this device what belongs to people whose session is over: when the server ends it, and when it must
 * have ended while nobody could be asked. It is there from the start, whatever page is open; the work is loaded when
 * there is some.
 */
@Service()
export class Leftovers {
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)
  /** The toast that says what is still here. */
  private said = 0
  private held: Promise<unknown> = Promise.resolve()
  private cleared: Promise<unknown> = Promise.resolve()

  constructor() {
    this.session.onSignOut((end) => {
      if (end === 'ended') this.clear()
    })
    if (this.session.hasLapsed) this.clear()
    // Whoever is back has theirs again.
    effect(() => {
      if (this.session.user()) this.toasts.dismiss(this.said)
    })
  }

  /** What must have ended before anything is deleted. */
  holdUntil(ended: Promise<unknown>): void {
    this.held = ended
  }

  /**
   * Begins to clear, once all in this tab have heard of the end; what belongs to whoever is signed in by then stays.
   */
  clear(): void {
    this.cleared = this.cleared
      .then(() => this.held)
      .then(() => this.clearAll())
      // Without a network this part of the app may be missing: it is tried again at the next start.
      .catch(() => undefined)
  }

  /** Waits until nothing is being cleared any more, in any tab. Never rejects. */
  async settled(): Promise<void> {
    await this.cleared
    await withTabLock(lock, () => Promise.resolve())
  }

  private async clearAll(): Promise<void> {
    const isSignedIn = (name: string) => name === `tally-${this.session.knownUserId()}`
    const databases = await indexedDB.databases()
    if (!databases.some(({ name = '' }) => name.startsWith('tally-') && !isSignedIn(name))) return
    const { clearLeftovers, formatKept } = await import('./clear-leftovers')
    const text = formatKept(await withTabLock(lock, () => clearLeftovers(isSignedIn)))
    if (text !== undefined && !this.session.user()) this.said = this.toasts.show({ text, stays: true })
  }
}

/** Web Lock of whoever clears, or opens, what is stored here. */
const lock = 'tally-stored'
