import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { FormError } from '../ui/form-error'
import { Icon } from '../ui/icon'
import { cutText } from './cut-text'
import { pastedLines } from './pasted-lines'
import { TodoStore, type NewTodo } from './todo-store'
import { isShortcut } from './shortcut'
import { Written } from '../ui/written'

/** The line where todos are added: Enter adds and keeps the focus, several pasted lines become several todos. */
@Component({
  selector: 'tally-add-line',
  imports: [Written, FormError, Icon],
  templateUrl: './add-line.html',
  styleUrl: './add-line.css',
  host: { '(document:keydown)': 'onKey($event)' },
})
export class AddLine {
  private readonly store = inject(TodoStore)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  readonly placeholder = input('Add a todo')
  /** What a todo added here has from the start: its list, its day, its label. */
  readonly preset = input<Omit<NewTodo, 'title'>>({})

  protected readonly maxTitle = limits.title.max
  protected readonly text = signal('')
  /** The lines of a pasted text, until the person says what they are to be. */
  protected readonly lines = signal<readonly string[]>([])
  private readonly wasTooEarly = signal(false)
  /** Why nothing was added, until it can be. */
  protected readonly notice = computed(() =>
    this.wasTooEarly() && this.store.state() !== 'ready'
      ? 'Not added yet: your todos are not here. What you typed stays.'
      : undefined,
  )
  protected readonly isEmpty = computed(() => !hasVisibleText(this.text()))

  /** Gives the line the focus. */
  focus(): void {
    this.field().nativeElement.focus()
  }

  protected add(event: Event): void {
    event.preventDefault()
    if (this.isEmpty()) return
    if (this.tryToAdd({ ...this.preset(), title: this.text() })) this.setText('')
  }

  protected paste(event: ClipboardEvent): void {
    const lines = pastedLines(event.clipboardData?.getData('text/plain') ?? '')
    if (lines.length < 2) return
    event.preventDefault()
    this.lines.set(lines)
  }

  protected addLines(): void {
    if (this.tryToAdd(...this.lines().map((title) => ({ ...this.preset(), title })))) this.forgetLines()
  }

  protected addAsOne(): void {
    this.setText(cutText(`${this.text()} ${this.lines().join(' ')}`.trim(), limits.title.max))
    this.forgetLines()
  }

  protected forgetLines(): void {
    this.lines.set([])
    this.focus()
  }

  protected onKey(event: KeyboardEvent): void {
    if ((event.key !== 'q' && event.key !== 'a') || !isShortcut(event)) return
    event.preventDefault()
    this.focus()
  }

  /** Adds todos, and answers whether they were added: only then may what was typed go. */
  private tryToAdd(...drafts: NewTodo[]): boolean {
    const isAdded = this.store.add(...drafts)
    this.wasTooEarly.set(!isAdded)
    return isAdded
  }

  /** Into the field, too: a binding would not see text that comes and goes between two renderings. */
  private setText(text: string): void {
    this.text.set(text)
    this.field().nativeElement.value = text
  }
}
