import { Component, effect, type ElementRef, inject, input, viewChild } from '@angular/core'
import type { List } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { Undo } from '../sync/undo'
import type { Draft } from '../ui/fields/drafts'
import { FieldNotices } from '../ui/fields/field-notices'
import { isStillEditing, SavedField } from '../ui/fields/saved-field'
import { ListStore } from './list-store'

/** The name of a list while it is changed, in place of the heading of its page. */
@Component({
  selector: 'tally-list-name-field',
  imports: [FieldNotices, SavedField],
  template: `
    <form (submit)="$event.preventDefault(); leave($event)">
      <input
        #field
        #saved="tallySavedField"
        class="input"
        dir="auto"
        aria-label="Name of the list"
        autocomplete="off"
        [maxCharacters]="maxName"
        [tallySavedField]="list().name"
        [draft]="'list/' + list().id + '/name'"
        [save]="rename"
        (discarded)="discard($event)"
        (blur)="leave($event)"
        (keydown.escape)="close()()"
      />
      <tally-field-notices [field]="saved" />
    </form>
  `,
  styles: `
    :host {
      display: block;
    }
    form {
      display: grid;
      gap: var(--space-2);
      padding-block: var(--space-6) var(--space-4);
    }
    .input {
      min-block-size: 44px;
      font: 600 var(--text-xl) / 1.2 var(--font-display);
    }
  `,
})
export class ListNameField {
  private readonly lists = inject(ListStore)
  private readonly undo = inject(Undo)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')
  private readonly saved = viewChild.required(SavedField)

  readonly list = input.required<List>()
  /** Called to show the field again, when somebody wants back what Escape took. */
  readonly open = input.required<() => void>()
  readonly close = input.required<() => void>()

  protected readonly maxName = limits.listName.max
  protected readonly rename = (name: string): void => this.lists.rename(this.list(), name)

  constructor() {
    effect(() => {
      const field = this.field().nativeElement
      field.focus()
      field.select()
    })
  }

  protected leave(event: Event): void {
    // What is too long to be saved stays in its field.
    if (!isStillEditing(event) && this.saved().excess() === 0) this.close()()
  }

  protected discard(draft: Draft): void {
    this.undo.offerBack(`list/${this.list().id}/name`, draft, this.open())
  }
}
