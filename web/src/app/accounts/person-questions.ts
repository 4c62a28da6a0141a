import { Component, computed, inject, output, signal, viewChild } from '@angular/core'
import type { User } from '@tally/contract'
import { ConfirmDialog } from '../ui/dialogs/confirm-dialog'
import type { Handover } from './one-time-password-card'
import { PersonChanges } from './person-changes'
import { isolated } from '../ui/isolated'

/** Asks before what cannot be undone is done to a person, and does it. */
@Component({
  selector: 'tally-person-questions',
  imports: [ConfirmDialog],
  template: `
    <tally-confirm-dialog
      #reset
      [heading]="'Reset the password for ' + name() + '?'"
      action="Reset"
      (confirmed)="doReset()"
    >
      {{ name() }} is signed out everywhere, and their current password stops working. You get a one-time password to
      give them.
    </tally-confirm-dialog>
    <tally-confirm-dialog
      #deletion
      [heading]="'Delete ' + name() + '?'"
      action="Delete permanently"
      (confirmed)="doDelete()"
    >
      Their account is deleted, with every list and todo that is only theirs. This can’t be undone. To keep everything
      and only stop them from signing in, disable the account instead.
    </tally-confirm-dialog>
  `,
})
export class PersonQuestions {
  private readonly changes = inject(PersonChanges)
  private readonly resetDialog = viewChild.required('reset', { read: ConfirmDialog })
  private readonly deleteDialog = viewChild.required('deletion', { read: ConfirmDialog })
  /** Whom the question is about. */
  private readonly person = signal<User | undefined>(undefined)

  /** A password was reset: hand the new one over. */
  readonly wasReset = output<Handover>()
  protected readonly name = computed(() => isolated(this.person()?.displayName ?? ''))

  askToReset(person: User): void {
    this.person.set(person)
    this.resetDialog().ask()
  }

  askToDelete(person: User): void {
    this.person.set(person)
    this.deleteDialog().ask()
  }

  protected async doReset(): Promise<void> {
    const person = this.person()
    const reset = person && (await this.changes.resetPassword(person))
    if (reset) this.wasReset.emit({ ...reset, person })
  }

  protected async doDelete(): Promise<void> {
    const person = this.person()
    if (person) await this.changes.delete(person)
  }
}
