import { NgComponentOutlet } from '@angular/common'
import { Component, computed, DOCUMENT, effect, inject } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { Connection } from './api/connection'
import { DeviceStorage } from './device/device-storage'
import { Failure } from './failure'
import { Middle } from './frame/middle'
import { Session } from './sessions/session'
import { Leftovers } from './sync/leftovers'
import { Calm } from './ui/calm'
import { closeByBackdropWhereMissing } from './ui/dialogs/dismissable-dialogs'
import { loadedWhen } from './ui/loaded-when'
import { Theme } from './ui/theme'
import { ToastRegion } from './ui/toasts/toast-region'
import { Toasts } from './ui/toasts/toasts'

/** The window: the open page, and what may have to be said about the app as a whole. */
@Component({
  selector: 'tally-root',
  imports: [Middle, NgComponentOutlet, RouterOutlet, ToastRegion],
  template: `
    <div role="status">
      @if (isOffline()) {
        <p class="offline">Can’t reach the server. Retrying…</p>
      } @else if (isBarred()) {
        <p class="offline">A proxy in front of Tally requires its own sign-in and lets nothing through.</p>
      }
    </div>
    @if (hasFailed()) {
      <tally-middle
        heading="Something went wrong"
        text="This page stopped working. What was saved is safe."
        (again)="reload()"
      />
    } @else {
      <router-outlet />
      @if (isStarting()) {
        <!-- What stands on the screen until it is known who is there. -->
        <tally-middle
          [heading]="state() === 'offline' ? 'Can’t reach the server' : undefined"
          text="Tally continues as soon as the connection is back."
          (again)="restore()"
        />
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
  private readonly storage = inject(DeviceStorage)

  protected readonly state = this.session.state
  protected readonly isStarting = computed(
    () => (this.state() === 'unknown' || this.state() === 'offline') && this.session.user() === undefined,
  )
  protected readonly isOffline = computed(() => this.connection.offline() && !this.isStarting())
  protected readonly isBarred = this.connection.barred
  protected readonly hasFailed = inject(Failure).happened
  /** Says why this device keeps nothing. Where it cannot be loaded, the notice of the frame says it in short. */
  protected readonly storagePage = loadedWhen(
    () => this.storage.trouble() !== undefined,
    () => import('./frame/storage-page').then((m) => m.StoragePage),
  )

  constructor() {
    // Applies the theme that was chosen on this device.
    inject(Theme)
    closeByBackdropWhereMissing(inject(DOCUMENT))
    // Takes off the device what belongs to people whose session is over.
    inject(Leftovers)
    const calm = inject(Calm)
    effect(() => {
      if (this.state() === 'signed-out') calm.begin()
    })
    const toasts = inject(Toasts)
    this.session.onSignOut(() => toasts.clear())
  }

  protected reload(): void {
    location.reload()
  }

  protected restore(): void {
    void this.session.restore()
  }
}
