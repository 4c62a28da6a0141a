import { NgComponentOutlet } from '@angular/common'
import { Component, computed, DOCUMENT, effect, inject, signal, type Type } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { Connection } from './api/connection'
import { DeviceStorage } from './device/device-storage'
import { Failure } from './failure'
import { Broken } from './frame/broken'
import { Starting } from './frame/starting'
import { Session } from './sessions/session'
import { Leftovers } from './sync/leftovers'
import { closeByBackdropWhereMissing } from './ui/dismissable-dialogs'
import { Theme } from './ui/theme'
import { ToastRegion } from './ui/toast-region'
import { Toasts } from './ui/toasts'

/** The window: the open page, and what may have to be said about the app as a whole. */
@Component({
  selector: 'tally-root',
  imports: [Broken, NgComponentOutlet, RouterOutlet, Starting, ToastRegion],
  template: `
    <div role="status">
      @if (isOffline()) {
        <p class="offline">Tally cannot be reached. Trying again …</p>
      } @else if (isBarred()) {
        <p class="offline">A proxy in front of Tally asks for a sign-in of its own, and lets nothing through.</p>
      }
    </div>
    @if (hasFailed()) {
      <tally-broken />
    } @else {
      <router-outlet />
      @if (isStarting()) {
        <tally-starting [isOffline]="state() === 'offline'" (again)="restore()" />
      }
    }
    <ng-container [ngComponentOutlet]="storagePage() ?? null" />
    <tally-toast-region />
  `,
  styles: `
    /* Above the page, not before it: nothing jumps when it comes and goes. */
    .offline {
      position: fixed;
      z-index: 20;
      inset-block-start: 0;
      inset-inline: 0;
      inline-size: fit-content;
      margin-inline: auto;
      padding: 2px var(--space-4);
      border: 1px solid var(--line);
      border-block-start: 0;
      border-radius: 0 0 var(--radius-1) var(--radius-1);
      background: var(--paper-raised);
      color: var(--ink-soft);
      font-size: var(--text-s);
      pointer-events: none;
    }
  `,
})
export class App {
  private readonly session = inject(Session)
  private readonly connection = inject(Connection)

  protected readonly state = this.session.state
  protected readonly isStarting = computed(
    () => (this.state() === 'unknown' || this.state() === 'offline') && this.session.user() === undefined,
  )
  protected readonly isOffline = computed(() => this.connection.offline() && !this.isStarting())
  protected readonly isBarred = this.connection.barred
  protected readonly hasFailed = inject(Failure).happened
  /** The page that says why this device keeps nothing, once it is needed. */
  protected readonly storagePage = signal<Type<unknown> | undefined>(undefined)

  constructor() {
    // Applies the theme that was chosen on this device.
    inject(Theme)
    closeByBackdropWhereMissing(inject(DOCUMENT))
    // Takes off the device what belongs to people whose session is over.
    inject(Leftovers)
    const toasts = inject(Toasts)
    this.session.onSignOut(() => toasts.clear())
    const storage = inject(DeviceStorage)
    effect(() => {
      if (storage.trouble() !== undefined) void this.explainTrouble()
    })
  }

  private async explainTrouble(): Promise<void> {
    try {
      const { StoragePage } = await import('./frame/storage-page')
      this.storagePage.set(StoragePage)
    } catch {
      // Without a connection it cannot be loaded; the notice of the frame says it in short.
    }
  }

  protected restore(): void {
    void this.session.restore()
  }
}
