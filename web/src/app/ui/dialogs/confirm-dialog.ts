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
  styleUrl: './question.css',
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
