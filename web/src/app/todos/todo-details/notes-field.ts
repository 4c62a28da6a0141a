import {
  afterNextRender,
  Component,
  effect,
  type ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { limits } from '@tally/contract/limits'
import { Drafts } from '../../ui/fields/drafts'
import { FieldNotices } from '../../ui/fields/field-notices'
import { GrowingField } from '../../ui/fields/growing-field'
import { isStillEditing, SavedField } from '../../ui/fields/saved-field'
import { MarkdownView } from './markdown-view'

/** Notes that were typed, and what they were when typing began. */
export type NotesEdit = { readonly notes: string; readonly base: string }

/** Notes: rendered to read, as text to edit. */
@Component({
  selector: 'tally-notes-field',
  imports: [FieldNotices, GrowingField, MarkdownView, SavedField],
  template: `
    <div class="head">
      <span class="label" id="notes-label">Notes</span>
      @if (notes() && !isEditing()) {
        <button #edit class="button button-quiet" type="button" (click)="isEditing.set(true)">Edit notes</button>
      }
    </div>
    @if (isEditing() || !notes()) {
      <textarea
        #field
        tallyGrows
        #saved="tallySavedField"
        rows="3"
        dir="auto"
        aria-labelledby="notes-label"
        placeholder="Anything worth remembering. Markdown works."
        [maxCharacters]="maxNotes"
        [tallySavedField]="notes()"
        [draft]="draft()"
        [escapeSaves]="true"
        [save]="save"
        (focus)="begin()"
        (keydown.escape)="leave($event)"
        (blur)="blurred($event)"
      ></textarea>
      <tally-field-notices [field]="saved" />
    } @else {
      <tally-markdown-view [text]="notes()" />
    }
  `,
  styleUrl: './notes-field.css',
  host: {
    class: 'field',
    '(document:pointerdown)': 'isPressed = true',
    '(document:pointerup)': 'release()',
    '(document:pointercancel)': 'release()',
  },
})
export class NotesField {
  private readonly injector = inject(Injector)
  private readonly drafts = inject(Drafts)
  private readonly field = viewChild<ElementRef<HTMLTextAreaElement>>('field')
  private readonly edit = viewChild<ElementRef<HTMLButtonElement>>('edit')

  readonly notes = input.required<string>()
  /** Where what is typed is kept until it is saved. */
  readonly draft = input.required<string>()
  readonly changed = output<NotesEdit>()

  protected readonly maxNotes = limits.notes.max
  protected readonly isEditing = signal(false)
  protected isPressed = false
  private hasLeft = false
  private readonly saved = viewChild(SavedField)
  protected readonly save = (notes: string, base: string): void => this.changed.emit({ notes, base })

  constructor() {
    effect(() => {
      if (this.isEditing() && !untracked(() => this.hasDraft())) this.field()?.nativeElement.focus()
    })
    // What was typed before is shown, not hidden behind the notes that it is to replace.
    effect(() => {
      if (this.hasDraft()) this.isEditing.set(true)
    })
  }

  protected begin(): void {
    this.hasLeft = false
    this.isEditing.set(true)
  }

  /**
   * The rendered notes are of another height: a click elsewhere must hit what it was aimed at before the page moves.
   */
  protected blurred(event: Event): void {
    if (isStillEditing(event) || this.isTooLong()) return
    this.hasLeft = this.isPressed
    if (!this.isPressed) this.isEditing.set(false)
  }

  protected release(): void {
    this.isPressed = false
    if (this.hasLeft) this.isEditing.set(false)
    this.hasLeft = false
  }

  /** Escape leaves the field, which saves it, and only the field: the panel around it stays open. */
  protected leave(event: Event): void {
    if (!this.isEditing()) return
    event.preventDefault()
    event.stopPropagation()
    if (this.isTooLong()) return
    this.isEditing.set(false)
    afterNextRender({ read: () => this.edit()?.nativeElement.focus() }, { injector: this.injector })
  }

  private hasDraft(): boolean {
    return this.drafts.find(this.draft()) !== undefined
  }

  /** What is too long to be saved stays in its field. */
  private isTooLong(): boolean {
    return (this.saved()?.excess() ?? 0) > 0
  }
}
