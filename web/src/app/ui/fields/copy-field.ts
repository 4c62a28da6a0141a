import { Component, type ElementRef, input, linkedSignal, viewChild } from '@angular/core'
import { GrowingField } from './growing-field'
import { Icon } from '../icon'

let lastId = 0

/** A text to hand over, such as a link, with a button that copies it. */
@Component({
  selector: 'tally-copy-field',
  imports: [GrowingField, Icon],
  template: `
    <div class="field">
      <label [for]="id">{{ label() }}</label>
      <div class="line">
        <textarea
          #box
          tallyGrows
          [id]="id"
          readonly
          rows="1"
          spellcheck="false"
          [value]="text()"
          (focus)="box.select()"
        ></textarea>
        <button type="button" class="button button-primary" (click)="copy()">
          <tally-icon [name]="outcome() === 'copied' ? 'check' : 'copy'" />
          {{ outcome() === 'copied' ? 'Copied' : 'Copy' }}
        </button>
      </div>
    </div>
    <p role="status" [class.visually-hidden]="outcome() !== 'selected'">
      @switch (outcome()) {
        @case ('copied') {
          Copied.
        }
        @case ('selected') {
          It’s selected. Copy it with the keyboard or your browser’s menu.
        }
      }
    </p>
  `,
  styles: `
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: start;
      gap: var(--space-2);
    }
    /* All of it is seen: it may be read out to somebody. */
    .line textarea {
      flex: 1 1 16rem;
      min-inline-size: 0;
      padding-block: calc((var(--row) - 1.5em - 2px) / 2);
      resize: none;
      field-sizing: content;
      overflow-wrap: anywhere;
      font-family: ui-monospace, 'Cascadia Mono', 'Liberation Mono', monospace;
      font-size: var(--text-s);
    }
    p {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class CopyField {
  readonly label = input.required<string>()
  readonly text = input.required<string>()

  protected readonly id = `tally-copy-${++lastId}`
  /** What came of copying this text; another text is not copied yet. */
  protected readonly outcome = linkedSignal({
    source: this.text,
    computation: (): 'copied' | 'selected' | undefined => undefined,
  })
  private readonly box = viewChild.required<ElementRef<HTMLTextAreaElement>>('box')

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text())
      this.outcome.set('copied')
    } catch {
      // Without https there is no clipboard, and it may be forbidden.
      this.box().nativeElement.select()
      this.outcome.set('selected')
    }
  }
}
