import { DestroyRef, Directive, ElementRef, inject } from '@angular/core'
import { focusHeading } from '../focus-heading'

/**
 * Around a list: when the item with the focus goes away, its successor gets the focus, without one the last item, and
 * without any the heading of the page.
 */
@Directive({ selector: '[tallyKeepFocus]', host: { '(focusin)': 'remember()' } })
export class KeepFocus {
  private readonly element: HTMLElement = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private last: { readonly item: Element; readonly index: number } | undefined

  constructor() {
    const observer = new MutationObserver(() => this.moveOn())
    observer.observe(this.element, { childList: true, subtree: true })
    inject(DestroyRef).onDestroy(() => observer.disconnect())
  }

  protected remember(): void {
    const item = document.activeElement?.closest('li')
    this.last = item ? { item, index: this.items().indexOf(item) } : undefined
  }

  private moveOn(): void {
    if (!this.last || this.last.item.isConnected || document.activeElement !== document.body) return
    const items = this.items()
    const control = (items[this.last.index] ?? items.at(-1))?.querySelector<HTMLElement>('button, a[href]')
    const heading = document.querySelector<HTMLElement>('main h1')
    this.last = undefined
    if (control) control.focus()
    else if (heading) focusHeading(heading)
  }

  private items(): HTMLElement[] {
    return [...this.element.querySelectorAll('li')]
  }
}
