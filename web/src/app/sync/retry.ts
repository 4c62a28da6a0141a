import { ApiProblem } from '../api/problem'

/** Whether a failed call says nothing about what was asked: no network, or a server that is busy or restarting. */
export function isTransient(reason: unknown): boolean {
  return reason instanceof ApiProblem && (reason.code === 'offline' || [429, 502, 503, 504].includes(reason.status))
}

/**
 * Waits until another attempt is worth making: a little longer each time (1, 2, 4 … 30 seconds), but no longer than
 * until the device is online again or the signal is aborted.
 *
 * @param attempt how many attempts failed before this one
 */
export function untilWorthRetrying(attempt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(30, 2 ** attempt) * 1000)
    window.addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
