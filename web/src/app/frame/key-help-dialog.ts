import { Component, effect, type ElementRef, inject, viewChild } from '@angular/core'
import { Icon } from '../ui/icon'
import { KeyHelp } from './key-help'

/** Keys that do the same, and what they do. Keys joined by a space are pressed together. */
type Shortcut = { readonly keys: readonly string[]; readonly does: string }
type ShortcutGroup = { readonly heading: string; readonly shortcuts: readonly Shortcut[] }

const command = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

const shortcutGroups: readonly ShortcutGroup[] = [
  {
    heading: 'Anywhere',
    shortcuts: [
      { keys: ['a', 'q'], does: 'Add a todo' },
      { keys: ['/'], does: 'Search' },
      { keys: [`${command} Z`], does: 'Undo' },
      { keys: ['?'], does: 'Show these shortcuts' },
    ],
  },
  {
    heading: 'In a list',
    shortcuts: [
      { keys: ['↓', 'j'], does: 'Next todo' },
      { keys: ['↑', 'k'], does: 'Previous todo' },
      { keys: ['Home'], does: 'First todo' },
      { keys: ['End'], does: 'Last todo' },
      { keys: ['Space'], does: 'Complete' },
      { keys: ['Enter', 'e'], does: 'Edit the title' },
      { keys: ['→', 'o'], does: 'Open details' },
      { keys: ['1', '2', '3'], does: 'High, medium or low priority' },
      { keys: ['4'], does: 'No priority' },
      { keys: ['Alt ↑'], does: 'Move up' },
      { keys: ['Alt ↓'], does: 'Move down' },
      { keys: ['Delete', 'Backspace'], does: 'Delete' },
    ],
  },
  {
    heading: 'While editing or in details',
    shortcuts: [
      { keys: ['Enter'], does: 'Save the title' },
      { keys: ['Esc'], does: 'Leave the field or close details' },
    ],
  },
]

/** Every keyboard shortcut, in a dialog. */
@Component({
  selector: 'tally-key-help-dialog',
  imports: [Icon],
  template: `
    <dialog #dialog closedby="any" aria-labelledby="key-help-heading" (close)="help.isOpen.set(false)">
      <header>
        <h2 id="key-help-heading" tabindex="-1" autofocus>Keyboard shortcuts</h2>
        <button class="icon-button" type="button" aria-label="Close" title="Close" (click)="dialog.close()">
          <tally-icon name="x" />
        </button>
      </header>
      @for (group of groups; track group.heading) {
        <section>
          <h3>{{ group.heading }}</h3>
          <dl>
            @for (shortcut of group.shortcuts; track shortcut.does) {
              <div>
                <dt>{{ shortcut.does }}</dt>
                <dd>
                  @for (key of shortcut.keys; track key; let isFirst = $first) {
                    @if (!isFirst) {
                      <span class="or">or</span>
                    }
                    <kbd>{{ key }}</kbd>
                  }
                </dd>
              </div>
            }
          </dl>
        </section>
      }
    </dialog>
  `,
  styleUrl: './key-help-dialog.css',
})
export class KeyHelpDialog {
  private readonly element = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  protected readonly help = inject(KeyHelp)
  protected readonly groups = shortcutGroups

  constructor() {
    effect(() => {
      const dialog = this.element().nativeElement
      if (this.help.isOpen() && !dialog.open) dialog.showModal()
    })
  }
}
