import {
  Component,
  computed,
  DestroyRef,
  type ElementRef,
  inject,
  input,
  model,
  output,
  signal,
  viewChild,
} from '@angular/core'
import type { FormValueControl, ValidationError } from '@angular/forms/signals'
import { Icon } from '../icon'

let lastId = 0

/** Something that may be typed, and in other words what it is. */
export type Suggestion = { readonly value: string; readonly label: string }

/**
 * A line of text with its label, hint and error, for signal forms: `<tally-text-field [formField]="form.name" … />`.
 * The error appears once the field was left, is read out, and is tied to the input. A password can be shown, and says
 * when Caps Lock is on. What is in the input when its form is sent is what counts: password managers fill it without a
 * word, or with `change` only.
 */
@Component({
  selector: 'tally-text-field',
  imports: [Icon],
  templateUrl: './text-field.html',
  styleUrl: './text-field.css',
})
export class TextField implements FormValueControl<string> {
  readonly label = input.required<string>()
  readonly hint = input('')
  readonly type = input<'text' | 'password'>('text')
  readonly autocomplete = input('off')
  /** What may be typed here, offered as one types; anything else may be typed, too. */
  readonly suggestions = input<readonly Suggestion[]>([])

  /** Whether a password can be read on the screen. */
  readonly shown = model(false)

  readonly value = model('')
  readonly errors = input<readonly ValidationError.WithOptionalFieldTree[]>([])
  readonly touched = input(false)
  readonly disabled = input(false)
  readonly required = input(false)
  readonly touch = output()

  protected readonly id = `tally-field-${++lastId}`
  protected readonly capsLock = signal(false)
  protected readonly inputType = computed(() => (this.shown() ? 'text' : this.type()))
  protected readonly error = computed(() => (this.touched() ? this.errors()[0]?.message : undefined))
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box')

  constructor() {
    // Before the form hears of it: it sends its model.
    const takeOver = ({ target }: Event) => {
      if (target === this.box().nativeElement.form) this.takeOver()
    }
    document.addEventListener('submit', takeOver, { capture: true })
    inject(DestroyRef).onDestroy(() => document.removeEventListener('submit', takeOver, { capture: true }))
  }

  /** Called by the form, such as when it was sent with an error here. */
  focus(options?: FocusOptions): void {
    this.box().nativeElement.focus(options)
  }

  /** Takes over what is in the input. */
  protected takeOver(): void {
    this.value.set(this.box().nativeElement.value)
  }

  protected noticeCapsLock(event: KeyboardEvent | MouseEvent): void {
    // Autofill sends key events that know of no modifiers.
    if (this.type() === 'password' && event instanceof UIEvent) this.capsLock.set(event.getModifierState('CapsLock'))
  }

  protected leave(): void {
    this.capsLock.set(false)
    this.touch.emit()
  }
}
