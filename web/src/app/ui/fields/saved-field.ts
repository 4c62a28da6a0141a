import { DestroyRef, Directive, effect, ElementRef, inject, input, output, signal, untracked } from '@angular/core'
import { excessOf } from './characters'
import { Drafts, type Draft } from './drafts'

/**
 * A field that saves itself when the focus leaves it, even when that is because the page goes away. What is being typed
 * is never overwritten by a change from elsewhere: that is a `conflict`. Nor is it cut: what is too long has an
 * `excess`, and is not saved until it fits. `tally-field-notices` shows both. Until it is saved, it is a draft.
 *
 * Escape takes back what was typed in one line, and `discarded` tells what it was; a longer text it saves.
 *
 * `<input [tallySavedField]="todo.title" [draft]="'todo/' + todo.id + '/title'" [maxCharacters]="500" [save]="rename"
 * />`
 */
@Directive({
  selector: 'input[tallySavedField], textarea[tallySavedField]',
  exportAs: 'tallySavedField',
  host: {
    'data-saves-itself': '',
    '(input)': 'begin()',
    '(blur)': 'leave($event)',
    '(keydown.escape)': 'escape($event)',
    '(keydown)': 'takeDiscarded($event)',
  },
})
export class SavedField {
  private readonly element = inject<ElementRef<HTMLInputElement | HTMLTextAreaElement>>(ElementRef).nativeElement
  private readonly drafts = inject(Drafts)
  private readonly theirs = signal<string | undefined>(undefined)
  private readonly tooMany = signal(0)
  private readonly restored = signal(false)
  private isDirty = false
  /** What was saved when the person began to type, or what they have seen since. */
  private base = ''
  /** What Escape took back, until something else is typed. */
  private taken: Draft | undefined

  /** What is saved now. */
  readonly value = input.required<string>({ alias: 'tallySavedField' })
  /** Where what is typed is kept until it is saved; without it is lost with the page. */
  readonly draft = input<string>()
  /** The most characters that can be saved. */
  readonly maxCharacters = input(Infinity)
  /** Whether Escape saves what was typed instead of taking it back. */
  readonly escapeSaves = input(false)
  /**
   * Saves what was typed over `base`, which is what the person saw. A function and no output: it is called when the
   * field is destroyed, too.
   */
  readonly save = input.required<(text: string, base: string) => void>()
  /** Escape took back what was typed; give it to {@link Drafts.giveBack} to undo that. */
  readonly discarded = output<Draft>()
  /** What the text has become elsewhere while the person was typing. */
  readonly conflict = this.theirs.asReadonly()
  /** How many characters are too many to be saved. */
  readonly excess = this.tooMany.asReadonly()
  /** Whether the text is one that was typed earlier and never saved. */
  readonly isRestored = this.restored.asReadonly()

  constructor() {
    effect(() => {
      const value = this.value()
      if (!this.isDirty) this.element.value = value
      // Somebody else had the same thought, or it is the same text in another field.
      else if (value === this.element.value) this.settle()
      else this.theirs.set(value === this.base ? undefined : value)
    })
    effect(() => {
      const draft = this.drafts.find(this.draft() ?? '')
      if (draft && !this.isDirty) untracked(() => this.restore(draft))
    })
    inject(DestroyRef).onDestroy(() => {
      // Nobody has turned to a text that was restored: it waits for that.
      if (!this.restored()) this.commit()
    })
  }

  /** Goes on with what is typed: it will replace what came from elsewhere. */
  keepMine(): void {
    this.base = this.theirs() ?? this.base
    this.theirs.set(undefined)
    this.keepDraft()
    this.element.focus()
  }

  /** Gives up what was typed. */
  takeTheirs(): void {
    this.reset()
    this.element.focus()
  }

  /** Saves what was typed before. */
  saveRestored(): void {
    this.commit()
    this.element.focus()
  }

  /** Saves what was typed, if anything was and it can be. */
  commit(): void {
    if (!this.isDirty || this.tooMany() > 0) return
    const { value } = this.element
    this.settle()
    this.save()(value, this.base)
  }

  /** Puts in what could not be saved: it counts as typed. */
  putBack(text: string): void {
    this.element.value = text
    this.begin()
  }

  protected begin(): void {
    if (!this.isDirty) this.base = this.value()
    this.isDirty = true
    this.taken = undefined
    this.restored.set(false)
    this.keepDraft()
  }

  protected leave(event: Event): void {
    if (!isStillEditing(event)) this.commit()
  }

  /** The first Escape belongs to the field when something was typed; otherwise it goes on to whatever is around. */
  protected escape(event: Event): void {
    if (!this.isDirty) return
    event.preventDefault()
    event.stopPropagation()
    if (this.escapeSaves()) return this.commit()
    const draft = { text: this.element.value, base: this.base }
    this.reset()
    this.taken = draft
    this.discarded.emit(draft)
  }

  /** Ctrl/Cmd+Z after Escape: the browser does not know that it took something back. */
  protected takeDiscarded(event: Event): void {
    if (!this.taken || !(event instanceof KeyboardEvent)) return
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
    if (!isUndo) return
    event.preventDefault()
    this.putBack(this.taken.text)
  }

  private restore(draft: Draft): void {
    const { text, base = '' } = draft
    const value = this.value()
    if (text === value) return this.drafts.drop(this.draft() ?? '')
    this.element.value = text
    this.base = base
    this.isDirty = true
    this.taken = undefined
    this.theirs.set(value === base ? undefined : value)
    this.tooMany.set(excessOf(text, this.maxCharacters()))
    this.restored.set(true)
  }

  private keepDraft(): void {
    const { value } = this.element
    this.tooMany.set(excessOf(value, this.maxCharacters()))
    const place = this.draft()
    if (place !== undefined) this.drafts.keep(place, { text: value, base: this.base })
  }

  private reset(): void {
    this.settle()
    this.element.value = this.value()
  }

  /** Nothing is being typed any more. */
  private settle(): void {
    this.isDirty = false
    this.theirs.set(undefined)
    this.tooMany.set(0)
    this.restored.set(false)
    const place = this.draft()
    if (place !== undefined) this.drafts.drop(place)
  }
}

/** Whether the focus goes from a field to the question what becomes of its text, which is no leaving. */
export function isStillEditing(blur: Event): boolean {
  const target = blur instanceof FocusEvent ? blur.relatedTarget : null
  return target instanceof Element && target.closest('tally-field-notices') !== null
}
