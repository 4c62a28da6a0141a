import { inject, Service, signal } from '@angular/core'
import { Calm } from '../ui/calm'
import { loadedWhen } from '../ui/loaded-when'
import { Toasts } from '../ui/toasts'

/**
 * The field in which titles are edited in their rows. It comes after the list, or when somebody is quicker than that.
 */
@Service()
export class TitleEditing {
  private readonly toasts = inject(Toasts)
  private readonly calm = inject(Calm)
  private readonly isWanted = signal(false)

  readonly field = loadedWhen(
    () => this.isWanted() || this.calm.isCalm(),
    () => import('./title-field').then((m) => m.TitleField),
    () => {
      if (this.isWanted()) this.toasts.show({ text: 'The title cannot be edited right now.', tone: 'danger' })
      this.isWanted.set(false)
    },
  )

  /** Says that somebody wants to edit a title now. */
  want(): void {
    this.isWanted.set(true)
  }
}
