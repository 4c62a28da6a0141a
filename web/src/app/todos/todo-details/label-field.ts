import { Component, computed, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { labelKey } from '@tally/contract/labels'
import { limits } from '@tally/contract/limits'
import { Icon } from '../../ui/icon'
import type { Draft } from '../../ui/fields/drafts'
import { SavedField } from '../../ui/fields/saved-field'
import { labelWords, spellingInUse, withLabels } from '../label-words'
import { TodoStore } from '../todo-store'
import { nameInPath } from '../../ui/label-path'
import { Written } from '../../ui/written'

/** The labels of a todo as chips, and a field that adds more; it offers those in use. */
@Component({
  selector: 'tally-label-field',
  imports: [Written, RouterLink, Icon, SavedField],
  template: `
    <label for="add-label">Labels</label>
    @if (labels().length > 0) {
      <ul>
        @for (label of labels(); track label) {
          <li class="chip">
            <a [routerLink]="['/todos/label', nameInPath(label)]" [tallyWritten]="'@' + label"></a>
            <button type="button" [attr.aria-label]="'Remove the label ' + label" (click)="remove(label)">
              <tally-icon name="x" />
            </button>
          </li>
        }
      </ul>
    }
    @if (!isFull() || notice()) {
      <input
        #field
        id="add-label"
        list="labels-in-use"
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        placeholder="Add a label"
        #saved="tallySavedField"
        tallySavedField=""
        [draft]="draft()"
        [save]="add"
        (discarded)="discarded.emit($event)"
        (input)="notice.set('')"
        (keydown.enter)="$event.preventDefault(); saved.commit()"
      />
      <p class="notice" role="status">{{ notice() }}</p>
      <datalist id="labels-in-use">
        @for (label of offered(); track label) {
          <option [value]="label"></option>
        }
      </datalist>
    }
  `,
  styleUrl: './label-field.css',
  host: { class: 'field' },
})
export class LabelField {
  private readonly store = inject(TodoStore)
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')
  private readonly saved = viewChild(SavedField)

  readonly labels = input.required<readonly string[]>()
  /** Where what is typed is kept until it is added. */
  readonly draft = input.required<string>()
  readonly changed = output<string[]>()
  /** Escape took back what was typed. */
  readonly discarded = output<Draft>()

  protected readonly nameInPath = nameInPath
  /** Why some of what was typed is still in the field. */
  protected readonly notice = signal('')
  protected readonly isFull = computed(() => this.labels().length >= limits.labels.max)
  protected readonly offered = computed(() => {
    const keys = this.labels().map(labelKey)
    return this.store.labels().filter((label) => !keys.includes(labelKey(label)))
  })

  protected readonly add = (text: string): void => {
    const field = this.field()?.nativeElement
    if (field) field.value = ''
    const words = labelWords(text).map((word) => spellingInUse(word, this.store.labels()))
    const { labels, left, problem } = withLabels(this.labels(), words)
    this.notice.set(problem ?? '')
    if (left.length > 0) this.saved()?.putBack(left.join(' '))
    if (words.length > 0) this.changed.emit(labels)
  }

  protected remove(label: string): void {
    this.changed.emit(this.labels().filter((other) => other !== label))
    this.field()?.nativeElement.focus()
  }
}
