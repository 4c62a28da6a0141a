import { DestroyRef, Directive, effect, ElementRef, inject, input } from '@angular/core'

/**
 * A field that saves itself when the focus leaves it, even when that is because the page goes away; Escape takes back
 * what was typed. What is being typed is never overwritten by a change from elsewhere.
 *
 * `<input [tallySavedField]="todo.title" [save]="rename" />`
 */
@Directive({
  selector: 'input[tallySavedField], textarea[tallySavedField]',
  host: {
    '(input)': 'isDirty = true',
    '(blur)': 'commit()',
    '(keydown.escape)': 'takeBack($event)',
  },
})
export class SavedField {
  private readonly element = inject<ElementRef<HTMLInputElement | HTMLTextAreaElement>>(ElementRef).nativeElement
  protected isDirty = false

  /** What is saved now. */
  readonly value = input.required<string>({ alias: 'tallySavedField' })
  /** Saves what was typed. A function and no output: it is called when the field is destroyed, too. */
  readonly save = input.required<(text: string) => void>()

  constructor() {
    effect(() => {
      const value = this.value()
      if (!this.isDirty) this.element.value = value
    })
    inject(DestroyRef).onDestroy(() => this.commit())
  }

  protected commit(): void {
    if (!this.isDirty) return
    this.isDirty = false
    this.save()(this.element.value)
  }

  /** The first Escape belongs to the field when something was typed; otherwise it goes on to whatever is around. */
  protected takeBack(event: Event): void {
    if (!this.isDirty) return
    this.isDirty = false
    this.element.value = this.value()
    event.preventDefault()
    event.stopPropagation()
  }
}
