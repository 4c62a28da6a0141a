import { Component, contentChildren, type ElementRef, input, viewChild } from '@angular/core'
import { Icon } from '../icon'
import type { IconName } from '../icons'
import { MenuItem } from './menu-item'

let lastId = 0

/**
 * A button that opens a menu (WAI-ARIA menu button). The browser's popover closes it on Escape and on a click elsewhere
 * and gives the focus back. Put `<button tallyMenuItem>` inside; an element with `menuTrigger` replaces the picture on
 * the button.
 */
@Component({
  selector: 'tally-menu',
  imports: [Icon],
  template: `
    <button
      type="button"
      [class]="look() === 'icon' ? 'icon-button' : 'nav-link'"
      aria-haspopup="menu"
      [attr.aria-label]="look() === 'icon' ? label() : null"
      [attr.aria-expanded]="false"
      [attr.popovertarget]="id"
      #trigger
      (keydown)="openByArrow($event)"
    >
      <ng-content select="[menuTrigger]"><tally-icon [name]="icon()" /></ng-content>
    </button>
    <div
      #panel
      popover
      role="menu"
      tabindex="-1"
      [id]="id"
      [attr.aria-label]="label()"
      (beforetoggle)="place($event)"
      (toggle)="toggled($event)"
      (keydown)="move($event)"
      (click)="close()"
    >
      <ng-content />
    </div>
  `,
  styleUrl: './menu.css',
})
export class Menu {
  /** Names the menu, and the button where that is only a picture. */
  readonly label = input.required<string>()
  readonly icon = input<IconName>('more')
  readonly look = input<'icon' | 'row'>('icon')

  protected readonly id = `tally-menu-${++lastId}`
  private readonly items = contentChildren(MenuItem, { descendants: true })
  private readonly trigger = viewChild.required<ElementRef<HTMLElement>>('trigger')
  private readonly panel = viewChild.required<ElementRef<HTMLElement>>('panel')

  protected close(): void {
    this.panel().nativeElement.hidePopover()
  }

  protected openByArrow(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    this.panel().nativeElement.showPopover({ source: this.trigger().nativeElement })
  }

  /** Lets the menu open towards the larger part of the window, seen from its button. */
  protected place({ newState }: ToggleEvent): void {
    if (newState !== 'open') return
    const { left, right, top, bottom } = this.trigger().nativeElement.getBoundingClientRect()
    const grows = [top + bottom > innerHeight ? 'up' : 'down', left + right > innerWidth ? 'left' : 'right']
    this.panel().nativeElement.dataset['grows'] = grows.join(' ')
  }

  protected toggled(event: ToggleEvent): void {
    const isOpen = event.newState === 'open'
    this.trigger().nativeElement.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) (this.items().find((item) => item.checked()) ?? this.items()[0])?.focus()
  }

  protected move(event: KeyboardEvent): void {
    const items = this.items()
    const at = items.findIndex((item) => item.hasFocus())
    const target = {
      ArrowDown: items[(at + 1) % items.length],
      ArrowUp: items.at(at <= 0 ? -1 : at - 1),
      Home: items[0],
      End: items.at(-1),
    }[event.key]
    if (target) {
      event.preventDefault()
      target.focus()
    } else if (event.key === 'Tab') {
      this.close()
    } else if (event.key.length === 1 && event.key !== ' ') {
      const inOrder = [...items.slice(at + 1), ...items.slice(0, at + 1)]
      inOrder.find((item) => item.beginsWith(event.key))?.focus()
    }
    // The keys of a menu are not the keys of the page beneath it.
    event.stopPropagation()
  }
}
