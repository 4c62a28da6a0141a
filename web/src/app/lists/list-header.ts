import { Component, effect, type ElementRef, inject, input, signal, viewChild } from '@angular/core'
import { Router } from '@angular/router'
import type { List, ListColor } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { MenuItem } from '../ui/menu-item'
import { PageHeader } from '../ui/page-header'
import { listColors } from './list-colors'
import { ListStore } from './list-store'

/** The name of a list as the heading of its page, with what can be done to the list. */
@Component({
  selector: 'tally-list-header',
  imports: [Icon, Menu, MenuItem, PageHeader],
  templateUrl: './list-header.html',
  styleUrl: './list-header.css',
})
export class ListHeader {
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')

  readonly list = input.required<List>()

  protected readonly isRenaming = signal(false)
  protected readonly colors = listColors
  protected readonly maxName = limits.listName.max

  constructor() {
    effect(() => {
      const field = this.field()?.nativeElement
      field?.focus()
      field?.select()
    })
  }

  protected rename(name: string): void {
    if (!this.isRenaming()) return
    this.isRenaming.set(false)
    this.lists.rename(this.list(), name)
  }

  protected recolor(color: ListColor | undefined): void {
    this.lists.recolor(this.list(), color)
  }

  protected delete(): void {
    this.lists.delete(this.list())
    void this.router.navigateByUrl('/todos')
  }
}
