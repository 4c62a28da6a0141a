import { inject } from '@angular/core'
import { ApiProblem } from '../api/problem'
import { Toasts } from '../ui/toasts/toasts'

/**
 * Makes a function that does some work, and says in words when the server refuses it. It answers whether the work was
 * done. Needs an injection context.
 */
export function toastProblems(): (work: () => Promise<void>) => Promise<boolean> {
  const toasts = inject(Toasts)
  return async (work) => {
    try {
      await work()
      return true
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      toasts.show({ text: `${reason.title}.`, tone: 'danger' })
      return false
    }
  }
}
