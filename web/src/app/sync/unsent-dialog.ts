import { Component, computed, effect, type ElementRef, inject, viewChild } from '@angular/core'
import { Replica } from './replica'
import { saveUnsent } from './unsent-file'

/** Asks whoever wants to sign out with changes that only this device has: signing out deletes them. */
@Component({
  selector: 'tally-unsent-dialog',
  template: `
    <dialog
      #dialog
      role="alertdialog"
      aria-labelledby="unsent-heading"
      aria-describedby="unsent-text"
      closedby="any"
      (close)="answer(false)"
    >
      <h2 id="unsent-heading">{{ count() }} saved on the server yet</h2>
      <p id="unsent-text">
        Signing out deletes what is stored on this device. Stay until the server has them, or download them as a file.
      </p>
      <form method="dialog">
        <button class="button button-primary">Stay signed in</button>
        <button class="button" type="button" (click)="download()">Download them</button>
        <button class="button button-danger" type="button" (click)="answer(true)">Sign out and lose them</button>
      </form>
    </dialog>
  `,
  styleUrl: '../ui/dialogs/question.css',
})
export class UnsentDialog {
  private readonly replica = inject(Replica)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  protected readonly count = computed(() => {
    const unsent = this.replica.unsent()
    return unsent === 1 ? '1 change isn’t' : `${unsent} changes aren’t`
  })

  constructor() {
    effect(() => {
      const dialog = this.dialog().nativeElement
      if (this.replica.asksToLeave() === dialog.open) return
      if (dialog.open) dialog.close()
      else dialog.showModal()
    })
  }

  protected answer(goes: boolean): void {
    this.replica.leave(goes)
  }

  protected download(): void {
    const changes = this.replica.unsentChanges()
    if (changes) saveUnsent(changes)
  }
}
