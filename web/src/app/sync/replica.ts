import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core'
import type { Member } from '@tally/contract'
import { Connection } from '../api/connection'
import { Session, type SessionEnd } from '../sessions/session'
import { Toasts } from '../ui/toasts'
import { AuthorizedFetch } from './authorized-fetch'
import { browserPlatform } from './browser-platform'
import { deleteDatabase, deleteOtherDatabases } from './old-databases'
import { databaseName, Engine, type Change } from './replica/engine.ts'
import { emptySnapshot } from './replica/snapshot.ts'
import { saveUnsent } from './unsent-file'

/** How it stands with the stored todos: `failed` only while there is nothing to show. */
export type LoadState = 'loading' | 'failed' | 'ready'

/**
 * The lists and todos of whoever is signed in, as they are on this device: read from its database before anything is
 * asked of the network, changed at once, synced behind the scenes. See README.md.
 */
@Service()
export class Replica {
  private readonly session = inject(Session)
  private readonly connection = inject(Connection)
  private readonly toasts = inject(Toasts)
  private readonly platform = browserPlatform(inject(AuthorizedFetch).send)
  private readonly snapshot = signal(emptySnapshot)
  private readonly leaving = signal<((goes: boolean) => void) | undefined>(undefined)
  private engine: Engine | undefined
  /** What must have ended before the next person's begins. */
  private ended: Promise<void> = Promise.resolve()
  /** Changes on their way to the disk; each tells whether it got there. */
  private readonly storing = new Set<Promise<boolean>>()

  readonly state = computed<LoadState>(() => this.snapshot().state)
  /** The lists with their todos and members, as the person sees them. */
  readonly rows = computed(() => this.snapshot().rows)
  /** How many changes of each todo, or list, are saved on this device only, by its id. */
  readonly unsynced = computed(() => this.snapshot().unsynced)
  /** Changes that the server refused. */
  readonly problems = computed(() => this.snapshot().problems)
  /** How many changes only this device has. */
  readonly unsent = computed(() => this.snapshot().unsent + this.snapshot().problems.length)
  /** Whether everything is at least on the disk of this device, so that a reload loses nothing. */
  readonly isSaved = computed(() => this.snapshot().isSaved)
  /** When everything was exchanged with the server last, in milliseconds since 1970. */
  readonly lastSyncedAt = computed(() => this.snapshot().syncedAt)
  /** Whether a newer app is needed: by the server, or for the database on this device. */
  readonly isTooOld = computed(() => this.snapshot().isTooOld)
  /** Whether the person wants to sign out, and must be told first what they would lose. */
  readonly asksToLeave = computed(() => this.leaving() !== undefined)

  constructor() {
    const userId = computed(() => this.session.user()?.id)
    effect(() => {
      if (userId() !== undefined) untracked(() => this.begin())
    })
    effect(() => {
      if (!this.connection.offline()) this.engine?.wake()
    })
    this.session.beforeSignOut(() => this.mayLeave())
    this.session.onSignOut((end) => this.finish(end))
    this.wakeWithTheWindow()
  }

  /**
   * Makes changes: they show at once and are stored in one transaction. Where this device cannot store them they are
   * taken back, and the person is told.
   *
   * @param about the title of what is changed, should the server refuse
   */
  change(changes: readonly Change[], about: string): void {
    const stored = this.engine?.change(changes, about).then(
      () => {
        keepStorage()
        return true
      },
      () => {
        this.tellLost(changes, about)
        return false
      },
    )
    if (!stored) return
    this.storing.add(stored)
    void stored.then(() => this.storing.delete(stored))
  }

  /** Waits until all changes so far are on the disk of this device; false when one of them could not be stored. */
  async whenSaved(): Promise<boolean> {
    const results = await Promise.all(this.storing)
    return results.every(Boolean)
  }

  /** Who has a list; empty when it is not there. */
  members(listId: string): readonly Member[] {
    return this.rows().get(listId)?.members ?? []
  }

  /** Tries again what could not be read. */
  load(): void {
    if (this.state() === 'failed') this.snapshot.update((snapshot) => ({ ...snapshot, state: 'loading' }))
    if (this.engine) this.engine.wake()
    else this.begin()
  }

  /** Takes refused changes out of the box, and makes them once more if told to. */
  settleProblems(ids: readonly string[], again: boolean): Promise<void> {
    return this.engine?.settleProblems(ids, again) ?? Promise.resolve()
  }

  /** The answer to `asksToLeave`. */
  leave(goes: boolean): void {
    this.leaving()?.(goes)
    this.leaving.set(undefined)
  }

  /** Gives the person a file with what only this device has. */
  downloadUnsent(): void {
    if (this.engine) saveUnsent(this.engine.unsent)
  }

  private begin(): void {
    const user = this.session.user()
    if (!user) return
    const { ended } = this
    void ended.then(async () => {
      if (this.engine || this.session.user()?.id !== user.id) return
      const engine = new Engine({
        person: { userId: user.id, username: user.username, displayName: user.displayName },
        platform: this.platform,
        onSnapshot: (snapshot) => this.snapshot.set(snapshot),
      })
      this.engine = engine
      await engine.start().catch(() => this.giveUp(engine))
      await deleteOtherDatabases(databaseName(user.id))
    })
  }

  private tellLost(changes: readonly Change[], about: string): void {
    const text = this.isTooOld()
      ? `Reload Tally to change “${about}”.`
      : `This device has no room for your change of “${about}”.`
    this.toasts.show({ text, tone: 'danger', action: { label: 'Try again', run: () => this.change(changes, about) } })
  }

  /** The database cannot be opened: the next attempt begins anew. */
  private giveUp(engine: Engine): void {
    if (this.engine === engine) this.engine = undefined
    void engine.close()
  }

  /**
   * The session ended. Signing out deletes what is stored, in the tab where it was asked for; the others only let go of
   * it. A session that ended otherwise keeps it for the return of the same person.
   */
  private finish(end: SessionEnd): void {
    const { engine } = this
    const userId = this.session.user()?.id
    this.engine = undefined
    this.leave(false)
    this.snapshot.set(emptySnapshot)
    this.ended = this.ended.then(async () => {
      await engine?.close()
      if (end === 'signed-out' && userId !== undefined) await deleteDatabase(databaseName(userId))
    })
  }

  private async mayLeave(): Promise<boolean> {
    if (this.unsent() === 0) return true
    this.leave(false)
    return new Promise((resolve) => this.leaving.set(resolve))
  }

  private wakeWithTheWindow(): void {
    const wake = () => {
      if (document.visibilityState === 'visible') this.engine?.wake()
    }
    for (const name of ['focus', 'online'] as const) window.addEventListener(name, wake)
    document.addEventListener('visibilitychange', wake)
    inject(DestroyRef).onDestroy(() => {
      for (const name of ['focus', 'online'] as const) window.removeEventListener(name, wake)
      document.removeEventListener('visibilitychange', wake)
      void this.engine?.close()
    })
  }
}

let hasAsked = false

/** Asks the browser once, after the first own change, not to clear what is stored when it needs room. */
function keepStorage(): void {
  if (hasAsked) return
  hasAsked = true
  // Typed as always there, but missing on plain http.
  const storage = navigator.storage as StorageManager | undefined
  void storage?.persist().catch(() => undefined)
}
