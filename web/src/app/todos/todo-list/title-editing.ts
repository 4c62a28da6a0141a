import { Service, signal } from '@angular/core'
import { loadedToOpen } from '../../ui/loaded-when'

/** The field in which titles are edited in their rows: loaded once for all of them. */
@Service()
export class TitleEditing {
  private readonly isWanted = signal(false)

  readonly field = loadedToOpen(
    this.isWanted,
    () => import('./title-field').then((m) => m.TitleField),
    'Couldn’t edit the title. Try again.',
  )

  /** Says that somebody wants to edit a title now; also when they have wanted to before, and it could not be loaded. */
  want(): void {
    this.isWanted.set(true)
  }
}
