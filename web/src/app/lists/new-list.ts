import {
  afterNextRender,
  Component,
  effect,
  type ElementRef,
  inject,
  Injector,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Undo } from '../sync/undo'
import { excessOf } from '../ui/characters'
import { Drafts } from '../ui/drafts'
import { Icon } from '../ui/icon'
import { TooLong } from '../ui/too-long'
import { ListStore } from './list-store'

/** Where the name is kept until the list is made. */
const place = 'new-list'

/** A button in the navigation that becomes a field for the name of a new list, and then leads to that list. */
@Component({
  selector: 'tally-new-list',
  imports: [Icon, TooLong],
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
          data-saves-itself
          (input)="typed(field.value)"
          (keydown.escape)="close($event)"
          (blur)="leave()"
        />
        <tally-too-long [by]="excess()" />
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
  private readonly drafts = inject(Drafts)
  private readonly undo = inject(Undo)
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')
  private readonly button = viewChild<ElementRef<HTMLButtonElement>>('button')
  private readonly injector = inject(Injector)

  protected readonly isOpen = signal(false)
  /** How many characters of the name are too many. */
  protected readonly excess = signal(0)

  constructor() {
    effect(() => {
      const field = this.field()?.nativeElement
      if (!field) return
      field.focus()
      field.value = untracked(() => this.drafts.find(place)?.text ?? '')
      this.typed(field.value)
    })
  }

  protected typed(text: string): void {
    this.excess.set(excessOf(text.trim(), limits.listName.max))
    this.drafts.keep(place, { text })
  }

  protected add(event: Event): void {
    event.preventDefault()
    const name = this.field()?.nativeElement.value.trim() ?? ''
    if (!hasVisibleText(name) || this.excess() > 0) return
    this.isOpen.set(false)
    this.drafts.drop(place)
    void this.router.navigate(['/todos/list', this.lists.add(name)])
  }

  protected close(event: Event): void {
    event.stopPropagation()
    const draft = this.drafts.find(place)
    if (draft) this.undo.offerBack(place, draft, () => this.isOpen.set(true))
    this.drafts.drop(place)
    this.isOpen.set(false)
    afterNextRender({ read: () => this.button()?.nativeElement.focus() }, { injector: this.injector })
  }

  /** A name that was typed and not yet entered is not thrown away by a click elsewhere. */
  protected leave(): void {
    if (!hasVisibleText(this.field()?.nativeElement.value ?? '')) this.isOpen.set(false)
  }
}
