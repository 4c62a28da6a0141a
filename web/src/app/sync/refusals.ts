import { inject, Service } from '@angular/core'
import { ApiProblem } from '../api/problem'
import { Toasts } from '../ui/toasts'
import type { Outcome } from './optimistic-rows'

/** Tells the person that the server refused a change, and keeps their words for another try. */
@Service()
export class Refusals {
  private readonly toasts = inject(Toasts)

  /**
   * Says so if the change was refused.
   *
   * @param what the change, such as `Adding “Buy milk”`
   * @param again makes the change once more
   */
  async report(outcome: Promise<Outcome>, what: string, again: () => void): Promise<void> {
    const result = await outcome
    if (result.saved || result.reason === undefined) return
    const why = result.reason instanceof ApiProblem ? result.reason.title : 'Something went wrong'
    this.toasts.show({
      text: `${what} did not work. ${why}.`,
      tone: 'danger',
      action: { label: 'Try again', run: again },
    })
  }
}
