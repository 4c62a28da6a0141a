import { booleanAttribute, Directive, ElementRef, inject, input } from '@angular/core'

/** One line of a `tally-menu`. With `checked` it is one of several choices. */
@Directive({
  selector: 'button[tallyMenuItem], a[tallyMenuItem]',
  host: {
    class: 'menu-item',
    tabindex: '-1',
    '[attr.role]': 'checked() === undefined ? "menuitem" : "menuitemradio"',
    '[attr.aria-checked]': 'checked()',
    '[class.danger]': 'danger()',
  },
})
export class MenuItem {
  readonly checked = input<boolean>()
  readonly danger = input(false, { transform: booleanAttribute })

  private readonly element: HTMLElement = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement

  focus(): void {
    this.element.focus()
  }

  hasFocus(): boolean {
    return document.activeElement === this.element
  }

  /** Whether its text begins like this, in any case. */
  beginsWith(letters: string): boolean {
    return this.element.textContent.trim().toLocaleLowerCase().startsWith(letters.toLocaleLowerCase())
  }
}
