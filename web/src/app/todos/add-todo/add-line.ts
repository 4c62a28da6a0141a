import { NgComponentOutlet } from '@angular/common'
import {
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  type Type,
  untracked,
  viewChild,
} from '@angular/core'
import { limits } from '@tally/contract/limits'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Undo } from '../../sync/undo'
import { excessOf, splitText } from '../../ui/fields/characters'
import { Drafts } from '../../ui/fields/drafts'
import { Icon } from '../../ui/icon'
import { TooLong } from '../../ui/fields/too-long'
import type { PastedLine } from './pasted-lines'
import type { PastedPanel } from './pasted-panel'
import { TodoStore, type NewTodo } from '../todo-store'
import { isShortcut } from '../shortcut'

const lineEnd = /[\n\r\u2028\u2029]+/

/**
 * The line where todos are added: Enter adds and keeps the focus, several pasted lines become several todos. What is
 * typed and not added waits for the return to this line, as a draft.
 */
@Component({
  selector: 'tally-add-line',
  imports: [Icon, NgComponentOutlet, TooLong],
  templateUrl: './add-line.html',
  styleUrl: './add-line.css',
  host: { '(document:keydown)': 'onKey($event)' },
})
export class AddLine {
  private readonly store = inject(TodoStore)
  private readonly drafts = inject(Drafts)
  private readonly undo = inject(Undo)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  readonly placeholder = input('Add a todo')
  /** What a todo added here has from the start: its list, its day, its label. */
  readonly preset = input<Omit<NewTodo, 'title'>>({})
  /** The page of this line, such as `today` or `list/<id>`: what is typed here waits there. */
  readonly page = input.required<string>()
  private readonly draft = computed(() => `add/${this.page()}`)

  protected readonly text = signal('')
  /** Whether the text was typed earlier, before something closed this line. */
  protected readonly isRestored = signal(false)
  /** The lines of a pasted text, until the person says what they are to be. */
  protected readonly lines = linkedSignal<string, readonly PastedLine[]>({ source: this.page, computation: () => [] })
  /** What asks what they are to be, once it is loaded. */
  protected readonly panel = signal<Type<PastedPanel> | undefined>(undefined)
  private readonly wasTooEarly = signal(false)
  /** Why nothing was added, until it can be. */
  protected readonly notice = computed(() =>
    this.wasTooEarly() && this.store.state() !== 'ready'
      ? 'Not added yet. Your todos are still loading. Your text is kept.'
      : undefined,
  )
  protected readonly isEmpty = computed(() => !hasVisibleText(this.text()))
  /** How many characters are too many for a title. */
  protected readonly excess = computed(() => excessOf(this.text().trim(), limits.title.max))
  protected readonly fitsWithNotes = computed(() => fitsWithNotes(this.text()))

  constructor() {
    // Another page, or the drafts of this device, which are read a moment later.
    effect(() => {
      const text = this.drafts.find(this.draft())?.text ?? ''
      if (text === untracked(this.text)) return
      this.setText(text)
      this.isRestored.set(text !== '')
    })
  }

  /** Gives the line the focus. */
  focus(): void {
    this.field().nativeElement.focus()
  }

  protected typed(text: string): void {
    this.text.set(text)
    this.isRestored.set(false)
    this.drafts.keep(this.draft(), { text })
  }

  protected add(event: Event): void {
    event.preventDefault()
    if (this.isEmpty() || this.excess() > 0) return
    if (this.tryToAdd({ title: this.text(), isDone: false })) this.replaceText('')
  }

  /** Adds what is too long for a title, as a title and notes. */
  protected addWithNotes(): void {
    if (this.tryToAdd({ title: this.text(), isDone: false })) this.replaceText('')
    this.focus()
  }

  protected paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!lineEnd.test(text.trim())) return
    event.preventDefault()
    void this.offerLines(text)
  }

  protected readonly addLines = (count: number): void => {
    if (!this.tryToAdd(...this.lines().slice(0, count))) return
    this.lines.set(this.lines().slice(count))
    this.focus()
  }

  protected readonly addAsOne = (): void => {
    this.append(this.lines().map(({ title }) => title))
    this.lines.set([])
  }

  protected readonly forgetLines = (): void => {
    const lines = this.lines()
    this.undo.offer({ text: `Discarded ${lines.length} pasted lines`, undo: () => this.lines.set(lines) })
    this.lines.set([])
    this.focus()
  }

  protected onKey(event: KeyboardEvent): void {
    if ((event.key !== 'q' && event.key !== 'a') || !isShortcut(event)) return
    event.preventDefault()
    this.focus()
  }

  /** Asks what becomes of pasted lines; where it cannot, or one of them is too long for a todo, the field takes all. */
  private async offerLines(text: string): Promise<void> {
    const panel = await import('./pasted-panel').catch(() => undefined)
    const lines = panel?.pastedLines(text) ?? []
    if (!panel || lines.length < 2 || !lines.every(({ title }) => fitsWithNotes(title))) {
      this.append(text.split(lineEnd))
      return
    }
    this.panel.set(panel.PastedPanel)
    this.lines.set(lines)
  }

  /** Puts texts after what is in the field. */
  private append(texts: readonly string[]): void {
    const words = [this.text(), ...texts].map((one) => one.trim()).filter((one) => one !== '')
    this.replaceText(words.join(' '))
    this.focus()
  }

  /**
   * Adds todos, and answers whether they were added: only then may what was typed go. What is too long for a title goes
   * on in the notes.
   */
  private tryToAdd(...lines: readonly PastedLine[]): boolean {
    const drafts = lines.map(({ title: text, isDone }): NewTodo => {
      const [title, notes] = splitText(text, limits.title.max)
      return { ...this.preset(), title, ...(notes && { notes }), ...(isDone && { completed: true }) }
    })
    const isAdded = this.store.add(...drafts)
    this.wasTooEarly.set(!isAdded)
    return isAdded
  }

  private replaceText(text: string): void {
    this.setText(text)
    this.typed(text)
  }

  /** Into the field, too: a binding would not see text that comes and goes between two renderings. */
  private setText(text: string): void {
    this.text.set(text)
    this.field().nativeElement.value = text
  }
}

/** Whether a text fits into a todo as a title and notes, wherever its words are parted. */
function fitsWithNotes(text: string): boolean {
  return excessOf(text, limits.notes.max) === 0
}
