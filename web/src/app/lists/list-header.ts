import { NgComponentOutlet } from '@angular/common'
import {
  afterNextRender,
  Component,
  computed,
  inject,
  Injector,
  input,
  signal,
  type Type,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import type { List, ListColor } from '@tally/contract'
import { may } from '@tally/contract/rights'
import { Session } from '../sessions/session'
import { Icon } from '../ui/icon'
import { loadedToOpen } from '../ui/loaded-when'
import { Menu } from '../ui/menu/menu'
import { MenuItem } from '../ui/menu/menu-item'
import { PageHeader } from '../ui/page-header'
import { Toasts } from '../ui/toasts/toasts'
import { listColors } from './list-colors'
import { ListStore } from './list-store'
import type { ShareDialog } from './share-dialog'
import { formatSharing } from './format-sharing'

/** The name of a list as the heading of its page, who else has it, and what can be done to the list. */
@Component({
  selector: 'tally-list-header',
  imports: [Icon, Menu, MenuItem, NgComponentOutlet, PageHeader],
  templateUrl: './list-header.html',
  styleUrl: './list-header.css',
})
export class ListHeader {
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly me = inject(Session).user
  private readonly injector = inject(Injector)
  private readonly outlet = viewChild<unknown, NgComponentOutlet<ShareDialog>>('dialog', { read: NgComponentOutlet })

  readonly list = input.required<List>()

  protected readonly isRenaming = signal(false)
  /** Loaded when somebody wants to share: a list is read without it. */
  protected readonly shareDialog = signal<Type<ShareDialog> | undefined>(undefined)
  protected readonly sharing = computed(() =>
    formatSharing(this.list(), this.lists.members(this.list().id), this.me()?.id ?? ''),
  )
  protected readonly mayShare = computed(() => may(this.list().role, 'share'))
  protected readonly mayRename = computed(() => may(this.list().role, 'rename'))
  protected readonly mayDelete = computed(() => may(this.list().role, 'delete'))
  protected readonly colors = listColors
  protected readonly nameField = loadedToOpen(
    this.isRenaming,
    () => import('./list-name-field').then((m) => m.ListNameField),
    'Couldn’t rename the list. Try again.',
  )
  protected readonly rename = (): void => this.isRenaming.set(true)
  protected readonly stopRenaming = (): void => this.isRenaming.set(false)

  protected async share(): Promise<void> {
    try {
      const { ShareDialog } = await import('./share-dialog')
      this.shareDialog.set(ShareDialog)
      afterNextRender({ read: () => this.outlet()?.componentInstance?.open() }, { injector: this.injector })
    } catch {
      // Without a connection, or after an update of the server: it is tried again the next time.
      this.toasts.show({ text: 'Couldn’t show people with access. Try again.', tone: 'danger' })
    }
  }

  protected recolor(color: ListColor | undefined): void {
    this.lists.recolor(this.list(), color)
  }

  protected delete(): void {
    this.lists.delete(this.list())
    void this.router.navigateByUrl('/todos')
  }
}
