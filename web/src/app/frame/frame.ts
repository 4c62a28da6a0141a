import { NgComponentOutlet } from '@angular/common'
import { Component, DestroyRef, effect, type ElementRef, inject, signal, viewChild } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NavigationEnd, NavigationSkipped, Router, RouterLink, RouterOutlet } from '@angular/router'
import { filter } from 'rxjs'
import { DeviceStorage } from '../device/device-storage'
import { Session } from '../sessions/session'
import { Replica } from '../sync/replica'
import { isShortcut } from '../todos/shortcut'
import { Calm } from '../ui/calm'
import { Icon } from '../ui/icon'
import { loadedWhen } from '../ui/loaded-when'
import { Mark } from '../ui/mark'
import { Toasts } from '../ui/toasts/toasts'
import { BottomBar } from './bottom-bar'
import { KeyHelp } from './key-help'
import { Sidebar } from './sidebar'

/**
 * What surrounds every page of those who are signed in: a sidebar where there is room, else the same in a drawer, with
 * a bar at the top (tablet) or at the bottom (phone) that opens it.
 */
@Component({
  selector: 'tally-frame',
  imports: [BottomBar, Icon, Mark, NgComponentOutlet, RouterLink, RouterOutlet, Sidebar],
  templateUrl: './frame.html',
  styleUrl: './frame.css',
  host: { '(document:keydown)': 'onKey($event)' },
})
export class Frame {
  private readonly room = matchMedia('(width >= 1024px)')
  private readonly drawer = viewChild<ElementRef<HTMLDialogElement>>('drawer')
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main')

  private readonly toasts = inject(Toasts)
  private readonly keyHelp = inject(KeyHelp)
  private readonly replica = inject(Replica)
  private readonly storage = inject(DeviceStorage)
  private readonly calm = inject(Calm)

  protected readonly hasRoom = signal(this.room.matches)
  protected readonly keyHelpDialog = loadedWhen(
    this.keyHelp.isOpen,
    () => import('./key-help-dialog').then((m) => m.KeyHelpDialog),
    () => {
      this.keyHelp.isOpen.set(false)
      this.toasts.show({ text: 'Couldn’t load the shortcuts. Try again.', tone: 'danger' })
    },
  )
  protected readonly updateNotice = loadedWhen(
    () => this.calm.isCalm() || this.replica.isTooOld(),
    () => import('../update/update-notice').then((m) => m.UpdateNotice),
    () => {
      if (this.replica.isTooOld()) this.toasts.show({ text: 'Tally needs an update. Reload this page.' })
    },
  )
  protected readonly storageNotice = loadedWhen(
    () => this.storage.trouble() !== undefined,
    () => import('./storage-notice').then((m) => m.StorageNotice),
    () => this.toasts.show({ text: 'Nothing is stored on this device.', tone: 'danger' }),
  )
  protected readonly reuseNotice = loadedWhen(inject(Session).reuseFound, () =>
    import('../sessions/reuse-notice').then((m) => m.ReuseNotice),
  )
  /** Without it nobody is asked, and so nobody is signed out. */
  protected readonly unsentDialog = loadedWhen(
    this.replica.asksToLeave,
    () => import('../sync/unsent-dialog').then((m) => m.UnsentDialog),
    () => {
      this.replica.leave(false)
      this.toasts.show({ text: 'Not signed out: some changes aren’t saved on the server yet.', tone: 'danger' })
    },
  )

  constructor() {
    const measure = () => this.hasRoom.set(this.room.matches)
    this.room.addEventListener('change', measure)
    inject(DestroyRef).onDestroy(() => this.room.removeEventListener('change', measure))
    effect(() => {
      if (this.replica.state() !== 'loading') this.calm.begin()
    })
    inject(Router)
      .events.pipe(
        // Skipped: the link to the page that is open already.
        filter((event) => event instanceof NavigationEnd || event instanceof NavigationSkipped),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.closeDrawer())
  }

  protected openDrawer(): void {
    this.drawer()?.nativeElement.showModal()
  }

  protected closeDrawer(): void {
    this.drawer()?.nativeElement.close()
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key !== '?' || !isShortcut(event)) return
    event.preventDefault()
    this.keyHelp.isOpen.set(true)
  }

  /** The skip link: a plain `#main` would be read against `<base href>` and leave the page. */
  protected skipToMain(event: Event): void {
    event.preventDefault()
    this.main().nativeElement.focus()
  }
}
