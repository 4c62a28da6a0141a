import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core'
import type { CurrentUser, Member } from '@tally/contract'
import { Connection } from '../api/connection'
import { DeviceStorage, type StorageTrouble } from '../device/device-storage'
import { silentChannel } from '../device/tab-channel'
import { Session, type SessionEnd } from '../sessions/session'
import { Drafts, type Draft } from '../ui/fields/drafts'
import { Toasts } from '../ui/toasts/toasts'
import { AuthorizedFetch } from './authorized-fetch'
import { browserPlatform } from './browser-platform'
import { Leftovers } from './leftovers'
import { Engine, type Change, type EngineOptions } from './engine/engine.ts'
import type { MemoryDatabase } from './engine/memory-database.ts'
import { databaseName, deleteReplica } from './engine/replica-database.ts'
import { emptySnapshot } from './engine/snapshot.ts'
import { wordsIn } from './words-in'

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
  private readonly drafts = inject(Drafts)
  private readonly platform = browserPlatform(inject(AuthorizedFetch).send)
  private readonly snapshot = signal(emptySnapshot)
  private readonly leaving = signal<((goes: boolean) => void) | undefined>(undefined)
  private readonly storage = inject(DeviceStorage)
  private readonly leftovers = inject(Leftovers)
  private readonly inMemory = signal(false)
  private engine: Engine | undefined
  /** What stands in for the databases of people where this device keeps none, by the id of the person. */
  private readonly memory = new Map<string, MemoryDatabase>()
  /** The keys that are in the vault of this device. */
  private keptKeys: string | undefined
  /** What must have ended before the next person's begins. */
  private ended: Promise<void> = Promise.resolve()
  /** Changes on their way to the disk; each tells whether it got there. */
  private readonly storing = new Set<Promise<boolean>>()

  readonly state = computed<LoadState>(() => this.snapshot().state)
  /** The lists with their todos and members, as the person sees them. */
  readonly rows = computed(() => this.snapshot().rows)
  /** The lists the person is invited to, the newest invitation first. */
  readonly invitations = computed(() => this.snapshot().invitations)
  /** How many changes of each todo, or list, are saved on this device only, by its id. */
  readonly unsynced = computed(() => this.snapshot().unsynced)
  /** Changes that the server refused. */
  readonly problems = computed(() => this.snapshot().problems)
  /** How many changes only this device has. */
  readonly unsent = computed(() => this.snapshot().unsent + this.snapshot().problems.length)
  /** Whether a reload loses nothing: everything is at least on the disk of this device. */
  readonly isSaved = computed(() => this.snapshot().isSaved && (!this.inMemory() || this.unsent() === 0))
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
    effect(() => {
      if (this.session.deviceKeys()) untracked(() => this.takeBackSoon())
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
    if (!stored) {
      // On the way from one engine to the next; who is signed out has nothing to change.
      if (this.session.user()) this.tellLost(changes, about)
      return
    }
    this.storing.add(stored)
    void stored.then(() => this.storing.delete(stored))
  }

  /**
   * Whether something would be lost if the page ended now; that is so for a few milliseconds after a key or a click.
   */
  hasUnsavedWork(): boolean {
    return !this.isSaved() || this.engine?.isKeepingDrafts === true
  }

  /**
   * Waits until all changes so far, and what is being typed, are on the disk of this device; false when a change could
   * not be stored.
   */
  async whenSaved(): Promise<boolean> {
    await this.engine?.whenDraftsKept()
    const results = await Promise.all(this.storing)
    return results.every(Boolean) && this.isSaved()
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

  /** The changes that only this device has; undefined when nobody is signed in. */
  unsentChanges(): Engine['unsent'] | undefined {
    return this.engine?.unsent
  }

  private begin(): void {
    const user = this.session.user()
    if (!user) return
    const { ended } = this
    void ended.then(async () => {
      // Nobody deletes what is opened now.
      await this.leftovers.settled()
      await this.start(user)
      this.leftovers.clear()
      this.takeBackSoon()
    })
  }

  private async start(user: CurrentUser): Promise<void> {
    if (this.engine || this.session.user()?.id !== user.id) return
    const held = this.memory.get(user.id)
    if (held) return this.startInMemory(user, held)
    const engine = this.makeEngine(user, {
      platform: this.platform,
      onFull: () => void this.goOnInMemory(user, engine, 'full'),
    })
    this.engine = engine
    try {
      await engine.start()
      this.inMemory.set(false)
      await this.openDrafts(engine)
    } catch (reason) {
      if (engine.current.isTooOld) this.giveUp(engine)
      else await this.goOnInMemory(user, engine, isFull(reason) ? 'full' : 'refused')
    }
  }

  private async openDrafts(engine: Engine): Promise<void> {
    await engine.whenDraftsKept()
    const stored = await engine.readDrafts().catch(() => new Map<string, Draft>())
    if (this.engine === engine) this.drafts.open(stored, (place, draft) => engine.keepDraft(place, draft))
  }

  private makeEngine(
    { id, username, displayName }: CurrentUser,
    parts: Pick<EngineOptions, 'platform' | 'onFull' | 'database'>,
  ): Engine {
    return new Engine({
      person: { userId: id, username, displayName },
      onSnapshot: (snapshot) => this.snapshot.set(snapshot),
      ...parts,
    })
  }

  /** This device keeps nothing: the rest happens in the memory of this tab, also what could not be sent so far. */
  private async goOnInMemory(user: CurrentUser, engine: Engine, why: StorageTrouble): Promise<void> {
    if (this.engine !== engine) return
    this.storage.report(why)
    this.engine = undefined
    const closed = engine.close()
    this.ended = closed
    await closed
    try {
      const { MemoryDatabase } = await import('./engine/memory-database.ts')
      const database = new MemoryDatabase(databaseName(user.id))
      await database.takeOver(engine.unsent)
      if (this.session.user()?.id === user.id) await this.startInMemory(user, database)
    } catch {
      // Without a connection this part of the app cannot be loaded: `load` begins anew.
      this.snapshot.update((snapshot) => ({ ...snapshot, state: 'failed' }))
    }
  }

  private async startInMemory(user: CurrentUser, database: MemoryDatabase): Promise<void> {
    this.memory.set(user.id, database)
    this.inMemory.set(true)
    // Each tab for itself: what another one stores is not here.
    const platform = { ...this.platform, locks: undefined, openChannel: silentChannel }
    const engine = this.makeEngine(user, { platform, database })
    this.engine = engine
    await engine.start()
    await this.openDrafts(engine)
  }

  private tellLost(changes: readonly Change[], about: string): void {
    this.toasts.show({
      text: this.isTooOld()
        ? `Reload Tally to change “${about}”.`
        : `This device has no room for your change to “${about}”.`,
      tone: 'danger',
      // What the person wrote is nowhere else any more.
      detail: wordsIn(changes, about),
      stays: true,
      action: { label: 'Try again', run: () => this.change(changes, about) },
    })
  }

  /** The database is that of a newer app: the next attempt begins anew. */
  private giveUp(engine: Engine): void {
    if (this.engine === engine) this.engine = undefined
    void engine.close()
  }

  /**
   * The session ended. Signing out deletes what is stored, in the tab where it was asked for; the others only let go of
   * it. Where a session ended otherwise, `Leftovers` keeps what was never sent for the return of the same person.
   */
  private finish(end: SessionEnd): void {
    const { engine } = this
    const userId = this.session.user()?.id
    this.engine = undefined
    this.keptKeys = undefined
    this.drafts.close()
    this.leave(false)
    this.snapshot.set(emptySnapshot)
    this.ended = this.ended.then(async () => {
      await engine?.close()
      await this.memory.get(userId ?? '')?.forgetRows()
      if (end !== 'signed-out' || userId === undefined) return
      this.memory.delete(userId)
      // Not of the part of the app that is loaded later: there may be no connection.
      await deleteReplica(userId)
      await import('./engine/vault.ts').then(({ emptyVault }) => emptyVault(userId)).catch(() => undefined)
    })
    this.leftovers.holdUntil(this.ended)
  }

  /** Not before the todos are on the screen, which need none of it. */
  private takeBackSoon(): void {
    setTimeout(() => void this.takeBack(), 1_000)
  }

  /**
   * Keeps the keys that the server has given, for the end of the session, and takes back what was sealed under them
   * when the last one ended. What does not work now is done at the next start.
   */
  private async takeBack(): Promise<void> {
    const { engine } = this
    const [user, keys] = [this.session.user(), this.session.deviceKeys()]
    if (!engine || !user || !keys || this.inMemory() || this.keptKeys === keys.join()) return
    this.keptKeys = keys.join()
    try {
      // With it comes what the end of the session needs: it may be told when nothing more can be loaded.
      const [{ dropSealed, keepKeys, unseal }] = await Promise.all([
        import('./engine/vault.ts'),
        import('./clear-leftovers'),
      ])
      await keepKeys(user.id, keys)
      for (const [id, unsent] of await unseal(user.id)) {
        await engine.restore(unsent)
        await dropSealed([id])
      }
      await this.openDrafts(engine)
    } catch {
      this.keptKeys = undefined
    }
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

function isFull(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'QuotaExceededError'
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
