import { afterNextRender, Component, effect, type ElementRef, inject, Injector, signal, viewChild } from '@angular/core'
import { Router } from '@angular/router'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Icon } from '../ui/icon'
import { ListStore } from './list-store'

/** A button in the navigation that becomes a field for the name of a new list, and then leads to that list. */
@Component({
  selector: 'tally-new-list',
  imports: [Icon],
  template: `
    @if (isOpen()) {
      <form (submit)="add($event)">
        <input
          #field
          class="input"
          dir="auto"
          aria-label="Name of the new list"
          placeholder="Name of the list"
          autocomplete="off"
          [maxLength]="maxName"
          (keydown.escape)="close($event)"
          (blur)="leave()"
        />
      </form>
    } @else {
      <button #button class="nav-link" type="button" (click)="isOpen.set(true)">
        <tally-icon name="plus" />New list
      </button>
    }
  `,
})
export class NewList {
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')
  private readonly button = viewChild<ElementRef<HTMLButtonElement>>('button')
  private readonly injector = inject(Injector)

  protected readonly isOpen = signal(false)
  protected readonly maxName = limits.listName.max

  constructor() {
    effect(() => this.field()?.nativeElement.focus())
  }

  protected add(event: Event): void {
    event.preventDefault()
    const name = this.field()?.nativeElement.value.trim() ?? ''
    if (!hasVisibleText(name)) return
    this.isOpen.set(false)
    void this.router.navigate(['/todos/list', this.lists.add(name)])
  }

  protected close(event: Event): void {
    event.stopPropagation()
    this.isOpen.set(false)
    afterNextRender({ read: () => this.button()?.nativeElement.focus() }, { injector: this.injector })
  }

  /** A name that was typed and not yet entered is not thrown away by a click elsewhere. */
  protected leave(): void {
    if (!hasVisibleText(this.field()?.nativeElement.value ?? '')) this.isOpen.set(false)
  }
}
