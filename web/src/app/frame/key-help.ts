import { Service, signal } from '@angular/core'

/** Whether the list of keyboard shortcuts is shown; the menu and the `?` key open it. */
@Service()
export class KeyHelp {
  readonly isOpen = signal(false)
}
