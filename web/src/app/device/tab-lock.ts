import { findWebLocks, isRefusal } from './web-locks'

/** How long to wait for other tabs, in milliseconds. */
const patience = 5_000

/**
 * Runs `work` while no other tab runs work of the same name. When the others take too long, or the browser has no Web
 * Locks (they need https or localhost) or refuses them, it runs anyway: the lock saves work, correctness is the
 * server's.
 */
export async function withTabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = findWebLocks()
  if (!locks) return work()
  const signal = AbortSignal.timeout(patience)
  const turn = { hasBegun: false }
  try {
    return await locks.request(name, { signal }, () => {
      turn.hasBegun = true
      return work()
    })
  } catch (reason) {
    if (turn.hasBegun || !(reason === signal.reason || isRefusal(reason))) throw reason
    return work()
  }
}
