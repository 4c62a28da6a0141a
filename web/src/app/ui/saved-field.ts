import { DestroyRef, Directive, effect, ElementRef, inject, input, signal } from '@angular/core'

/**
 * A field that saves itself when the focus leaves it, even when that is because the page goes away; Escape takes back
 * what was typed. What is being typed is never overwritten by a change from elsewhere: that is a `conflict`, which
 * `tally-changed-elsewhere` shows.
 *
 * `<input [tallySavedField]="todo.title" [save]="rename" />`
 */
@Directive({
  selector: 'input[tallySavedField], textarea[tallySavedField]',
  exportAs: 'tallySavedField',
  host: {
    'data-saves-itself': '',
    '(input)': 'begin()',
    '(blur)': 'leave($event)',
    '(keydown.escape)': 'takeBack($event)',
  },
})
export class SavedField {
  private readonly element = inject<ElementRef<HTMLInputElement | HTMLTextAreaElement>>(ElementRef).nativeElement
  private readonly theirs = signal<string | undefined>(undefined)
  private isDirty = false
  /** What was saved when the person began to type, or what they have seen since. */
  private base = ''

  /** What is saved now. */
  readonly value = input.required<string>({ alias: 'tallySavedField' })
  /**
   * Saves what was typed over `base`, which is what the person saw. A function and no output: it is called when the
   * field is destroyed, too.
   */
  readonly save = input.required<(text: string, base: string) => void>()
  /** What the text has become elsewhere while the person was typing. */
  readonly conflict = this.theirs.asReadonly()

  constructor() {
    effect(() => {
      const value = this.value()
      if (!this.isDirty) this.element.value = value
      else this.theirs.set(value === this.base ? undefined : value)
    })
    inject(DestroyRef).onDestroy(() => this.commit())
  }

  /** Goes on with what is typed: it will replace what came from elsewhere. */
  keepMine(): void {
    this.base = this.theirs() ?? this.base
    this.theirs.set(undefined)
    this.element.focus()
  }

  /** Gives up what was typed. */
  takeTheirs(): void {
    this.reset()
    this.element.focus()
  }

  protected begin(): void {
    if (!this.isDirty) this.base = this.value()
    this.isDirty = true
  }

  protected leave(event: Event): void {
    if (!isStillEditing(event)) this.commit()
  }

  /** The first Escape belongs to the field when something was typed; otherwise it goes on to whatever is around. */
  protected takeBack(event: Event): void {
    if (!this.isDirty) return
    this.reset()
    event.preventDefault()
    event.stopPropagation()
  }

  private commit(): void {
    if (!this.isDirty) return
    this.isDirty = false
    this.theirs.set(undefined)
    this.save()(this.element.value, this.base)
  }

  private reset(): void {
    this.isDirty = false
    this.theirs.set(undefined)
    this.element.value = this.value()
  }
}

/** Whether the focus goes from a field to the question what becomes of its text, which is no leaving. */
export function isStillEditing(blur: Event): boolean {
  const target = blur instanceof FocusEvent ? blur.relatedTarget : null
  return target instanceof Element && target.closest('tally-changed-elsewhere') !== null
}
