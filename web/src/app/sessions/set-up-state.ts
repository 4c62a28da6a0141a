import { inject, Service } from '@angular/core'
import type { SetupState } from '@tally/contract'
import { Api } from '../api/api'

/** Whether the first account is still to be made, and in a demo who can be tried. */
@Service()
export class SetUpState {
  private readonly api = inject(Api)
  private asked: Promise<SetupState | undefined> | undefined

  /** Asks the server, once. `undefined` when it does not say; it is asked again the next time. */
  find(): Promise<SetupState | undefined> {
    this.asked ??= this.api.call('GET /api/setup').catch(() => {
      this.asked = undefined
      return undefined
    })
    return this.asked
  }

  /** The first account exists now. */
  done(): void {
    this.asked = undefined
  }
}
