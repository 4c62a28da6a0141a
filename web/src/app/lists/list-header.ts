import { NgComponentOutlet } from '@angular/common'
import {
  afterNextRender,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  Injector,
  input,
  signal,
  type Type,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import type { List, ListColor } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { Session } from '../sessions/session'
import { Undo } from '../sync/undo'
import type { Draft } from '../ui/drafts'
import { FieldNotices } from '../ui/field-notices'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { MenuItem } from '../ui/menu-item'
import { PageHeader } from '../ui/page-header'
import { isStillEditing, SavedField } from '../ui/saved-field'
import { Toasts } from '../ui/toasts'
import { listColors } from './list-colors'
import { ListStore } from './list-store'
import type { ShareDialog } from './share-dialog'
import { sharingWords } from './sharing-words'

/** The name of a list as the heading of its page, who else has it, and what can be done to the list. */
@Component({
  selector: 'tally-list-header',
  imports: [FieldNotices, Icon, Menu, MenuItem, NgComponentOutlet, PageHeader, SavedField],
  templateUrl: './list-header.html',
  styleUrl: './list-header.css',
})
export class ListHeader {
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly undo = inject(Undo)
  private readonly me = inject(Session).user
  private readonly injector = inject(Injector)
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')
  private readonly saved = viewChild(SavedField)
  private readonly outlet = viewChild<NgComponentOutlet<ShareDialog>>(NgComponentOutlet)

  readonly list = input.required<List>()

  protected readonly isRenaming = signal(false)
  /** Loaded when somebody wants to share: a list is read without it. */
  protected readonly shareDialog = signal<Type<ShareDialog> | undefined>(undefined)
  protected readonly sharing = computed(() =>
    sharingWords(this.list(), this.lists.members(this.list().id), this.me()?.id ?? ''),
  )
  protected readonly isOwner = computed(() => this.list().role === 'owner')
  protected readonly colors = listColors
  protected readonly maxName = limits.listName.max
  protected readonly rename = (name: string): void => this.lists.rename(this.list(), name)

  constructor() {
    effect(() => {
      const field = this.field()?.nativeElement
      field?.focus()
      field?.select()
    })
  }

  protected async share(): Promise<void> {
    try {
      const { ShareDialog } = await import('./share-dialog')
      this.shareDialog.set(ShareDialog)
      afterNextRender({ read: () => this.outlet()?.componentInstance?.open() }, { injector: this.injector })
    } catch {
      // Without a connection, or after an update of the server: it is tried again the next time.
      this.toasts.show({ text: 'Who has this list cannot be shown right now.', tone: 'danger' })
    }
  }

  protected leave(event: Event): void {
    // What is too long to be saved stays in its field.
    if (!isStillEditing(event) && !this.saved()?.excess()) this.isRenaming.set(false)
  }

  protected discard(draft: Draft): void {
    this.undo.offerBack(`list/${this.list().id}/name`, draft, () => this.isRenaming.set(true))
  }

  protected recolor(color: ListColor | undefined): void {
    this.lists.recolor(this.list(), color)
  }

  protected delete(): void {
    this.lists.delete(this.list())
    void this.router.navigateByUrl('/todos')
  }
}
