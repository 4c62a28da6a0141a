import { Component, effect, type ElementRef, inject, input, signal, untracked, viewChild } from '@angular/core'
import { Router } from '@angular/router'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Undo } from '../sync/undo'
import { excessOf } from '../ui/fields/characters'
import { Drafts } from '../ui/fields/drafts'
import { TooLong } from '../ui/fields/too-long'
import { ListStore } from './list-store'

/** Where the name is kept until the list is made. */
const place = 'new-list'

/** A field for the name of a new list, which then leads to that list. */
@Component({
  selector: 'tally-new-list-form',
  imports: [TooLong],
  template: `
    <form (submit)="add($event)">
      <input
        #field
        class="input"
        dir="auto"
        aria-label="Name of the new list"
        placeholder="List name"
        autocomplete="off"
        data-saves-itself
        (input)="typed(field.value)"
        (keydown.escape)="discard($event)"
        (blur)="leave()"
      />
      <tally-too-long [by]="excess()" />
    </form>
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class NewListForm {
  private readonly lists = inject(ListStore)
  private readonly router = inject(Router)
  private readonly drafts = inject(Drafts)
  private readonly undo = inject(Undo)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  /** Called to show the field again, when somebody wants back what Escape took. */
  readonly open = input.required<() => void>()
  readonly close = input.required<() => void>()
  /** Called instead of `close` when the focus is to go back to where it was. */
  readonly dismiss = input.required<() => void>()

  /** How many characters of the name are too many. */
  protected readonly excess = signal(0)

  constructor() {
    effect(() => {
      const field = this.field().nativeElement
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
    const name = this.field().nativeElement.value.trim()
    if (!hasVisibleText(name) || this.excess() > 0) return
    this.close()()
    this.drafts.drop(place)
    void this.router.navigate(['/todos/list', this.lists.add(name)])
  }

  protected discard(event: Event): void {
    event.stopPropagation()
    const draft = this.drafts.find(place)
    if (draft) this.undo.offerBack(place, draft, this.open())
    this.drafts.drop(place)
    this.dismiss()()
  }

  /** A name that was typed and not yet entered is not thrown away by a click elsewhere. */
  protected leave(): void {
    if (!hasVisibleText(this.field().nativeElement.value)) this.close()()
  }
}
