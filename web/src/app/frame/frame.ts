import { NgComponentOutlet } from '@angular/common'
import { Component, DestroyRef, effect, type ElementRef, inject, signal, type Type, viewChild } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NavigationEnd, NavigationSkipped, Router, RouterLink, RouterOutlet } from '@angular/router'
import { filter } from 'rxjs'
import { ReuseNotice } from '../sessions/reuse-notice'
import { UnsentDialog } from '../sync/unsent-dialog'
import { isShortcut } from '../todos/shortcut'
import { Icon } from '../ui/icon'
import { Mark } from '../ui/mark'
import { Toasts } from '../ui/toasts'
import { UpdateNotice } from '../update/update-notice'
import { BottomBar } from './bottom-bar'
import { KeyHelp } from './key-help'
import type { KeyHelpDialog } from './key-help-dialog'
import { Sidebar } from './sidebar'
import { StorageNotice } from './storage-notice'

/**
 * What surrounds every page of those who are signed in: a sidebar where there is room, else the same in a drawer, with
 * a bar at the top (tablet) or at the bottom (phone) that opens it.
 */
@Component({
  selector: 'tally-frame',
  imports: [
    BottomBar,
    Icon,
    Mark,
    NgComponentOutlet,
    ReuseNotice,
    RouterLink,
    RouterOutlet,
    Sidebar,
    StorageNotice,
    UnsentDialog,
    UpdateNotice,
  ],
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
  /** The list of shortcuts, once somebody asked for it. */
  protected readonly keyHelpDialog = signal<Type<KeyHelpDialog> | undefined>(undefined)
  protected readonly hasRoom = signal(this.room.matches)

  constructor() {
    const measure = () => this.hasRoom.set(this.room.matches)
    this.room.addEventListener('change', measure)
    inject(DestroyRef).onDestroy(() => this.room.removeEventListener('change', measure))
    effect(() => {
      if (this.keyHelp.isOpen()) void this.loadKeyHelp()
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

  private async loadKeyHelp(): Promise<void> {
    try {
      const { KeyHelpDialog } = await import('./key-help-dialog')
      this.keyHelpDialog.set(KeyHelpDialog)
    } catch {
      this.keyHelp.isOpen.set(false)
      this.toasts.show({ text: 'Couldn’t load the shortcuts. Try again.', tone: 'danger' })
    }
  }

  /** The skip link: a plain `#main` would be read against `<base href>` and leave the page. */
  protected skipToMain(event: Event): void {
    event.preventDefault()
    this.main().nativeElement.focus()
  }
}
