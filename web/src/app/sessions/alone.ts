/** How long to wait for other tabs, in milliseconds. */
const patience = 5_000

/**
 * Runs `work` while no other tab runs work of the same name. When the others take too long, or the browser has no Web
 * Locks (they need https or localhost), it runs anyway: the lock saves work, correctness is the server's.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Typed as always there, but missing on plain http.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return work()
  const signal = AbortSignal.timeout(patience)
  try {
    return await locks.request(name, { signal }, () => work())
  } catch (reason) {
    if (reason !== signal.reason) throw reason
    return work()
  }
}
