import { Component, DestroyRef, type ElementRef, inject, signal, viewChild } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NavigationEnd, NavigationSkipped, Router, RouterLink, RouterOutlet } from '@angular/router'
import { filter } from 'rxjs'
import { ReuseNotice } from '../sessions/reuse-notice'
import { UnsentDialog } from '../sync/unsent-dialog'
import { Icon } from '../ui/icon'
import { Mark } from '../ui/mark'
import { UpdateNotice } from '../update/update-notice'
import { BottomBar } from './bottom-bar'
import { Sidebar } from './sidebar'

/**
 * What surrounds every page of those who are signed in: a sidebar where there is room, else the same in a drawer, with
 * a bar at the top (tablet) or at the bottom (phone) that opens it.
 */
@Component({
  selector: 'tally-frame',
  imports: [BottomBar, Icon, Mark, ReuseNotice, RouterLink, RouterOutlet, Sidebar, UnsentDialog, UpdateNotice],
  templateUrl: './frame.html',
  styleUrl: './frame.css',
})
export class Frame {
  private readonly room = matchMedia('(width >= 1024px)')
  private readonly drawer = viewChild<ElementRef<HTMLDialogElement>>('drawer')
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main')

  protected readonly hasRoom = signal(this.room.matches)

  constructor() {
    const measure = () => this.hasRoom.set(this.room.matches)
    this.room.addEventListener('change', measure)
    inject(DestroyRef).onDestroy(() => this.room.removeEventListener('change', measure))
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

  /** The skip link: a plain `#main` would be read against `<base href>` and leave the page. */
  protected skipToMain(event: Event): void {
    event.preventDefault()
    this.main().nativeElement.focus()
  }
}
