import { Component, effect, type ElementRef, input, untracked, viewChild } from '@angular/core'
import type { Todo } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import type { Draft } from '../../ui/fields/drafts'
import { FieldNotices } from '../../ui/fields/field-notices'
import { GrowingField } from '../../ui/fields/growing-field'
import { isStillEditing, SavedField } from '../../ui/fields/saved-field'

/** The title of a todo while it is edited in its row. The functions are those of the row. */
@Component({
  selector: 'tally-title-field',
  imports: [FieldNotices, GrowingField, SavedField],
  template: `
    <textarea
      #field
      tallyGrows
      #saved="tallySavedField"
      class="title"
      dir="auto"
      rows="1"
      aria-label="Title"
      [maxCharacters]="maxTitle"
      [tallySavedField]="todo().title"
      [draft]="'todo/' + todo().id + '/title'"
      [save]="save()"
      (discarded)="discard()($event)"
      (keydown.enter)="finish($event)"
      (keydown.escape)="cancel($event)"
      (blur)="leave($event)"
    ></textarea>
    <tally-field-notices [field]="saved" />
  `,
  styleUrls: ['./title.css', './title-field.css'],
})
export class TitleField {
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')
  private readonly saved = viewChild.required(SavedField)

  readonly todo = input.required<Todo>()
  readonly save = input.required<(title: string, base: string) => void>()
  /** Called when Escape took back a title that was typed. */
  readonly discard = input.required<(draft: Draft) => void>()
  /** Called when the focus is to go back to the row. */
  readonly done = input.required<() => void>()
  /** Called when the focus has gone elsewhere. */
  readonly left = input.required<() => void>()

  protected readonly maxTitle = limits.title.max

  constructor() {
    effect(() => {
      const field = this.field().nativeElement
      field.focus()
      const end = untracked(this.todo).title.length
      field.setSelectionRange(end, end)
    })
  }

  protected leave(event: Event): void {
    if (!isStillEditing(event) && !this.isTooLong()) this.left()()
  }

  /** Enter: leaves the field, which saves it. */
  protected finish(event: Event): void {
    event.preventDefault()
    if (!this.isTooLong()) this.done()()
  }

  /** Escape: the field has taken back what was typed; now leave it. */
  protected cancel(event: Event): void {
    event.stopPropagation()
    this.done()()
  }

  /** What is too long to be saved stays in its field. */
  private isTooLong(): boolean {
    return this.saved().excess() > 0
  }
}
