import { Component, type ElementRef, input, output, viewChild } from '@angular/core'

let lastId = 0

/**
 * Asks before something that cannot be undone; for all else, do it and offer Undo. Call `ask()` from the button that
 * wants to know: the native dialog gives the focus back to it.
 */
@Component({
  selector: 'tally-confirm-dialog',
  template: `
    <dialog
      #dialog
      role="alertdialog"
      closedby="any"
      [attr.aria-labelledby]="id + '-heading'"
      [attr.aria-describedby]="id + '-text'"
    >
      <h2 [id]="id + '-heading'">{{ heading() }}</h2>
      <p [id]="id + '-text'"><ng-content /></p>
      <form method="dialog">
        <button class="button">Cancel</button>
        <button class="button button-primary button-danger" (click)="confirmed.emit()">{{ action() }}</button>
      </form>
    </dialog>
  `,
  styles: `
    dialog {
      inline-size: min(26rem, calc(100vw - 2 * var(--space-4)));
      padding: var(--space-5);
      border: 1px solid var(--line);
      border-radius: var(--radius-2);
      background: var(--paper-raised);
      color: var(--ink);
      box-shadow: var(--shadow-1);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 0.4);
    }
    h2 {
      font: 500 var(--text-l) / 1.3 var(--font-display);
    }
    p {
      margin-block: var(--space-2) var(--space-5);
      color: var(--ink-soft);
    }
    form {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--space-2);
    }
  `,
})
export class ConfirmDialog {
  readonly heading = input.required<string>()
  /** The words on the button that goes on, such as “Delete”. */
  readonly action = input.required<string>()
  readonly confirmed = output()

  protected readonly id = `tally-confirm-${++lastId}`
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  ask(): void {
    // A menu that is left open for the dialog would be closed without giving the focus back.
    document.activeElement?.closest<HTMLElement>('[popover]')?.hidePopover()
    this.dialog().nativeElement.showModal()
  }
}
