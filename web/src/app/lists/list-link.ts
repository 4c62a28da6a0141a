import { Service, signal } from '@angular/core'

/** The secret of the link to a list somebody came with. It stays in memory and ends with the tab. */
@Service()
export class ListLink {
  readonly token = signal<string | undefined>(undefined)
}
