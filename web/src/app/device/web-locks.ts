/**
 * Web Locks; undefined on plain http, and where the browser does not let a page ask. A request may still be refused.
 */
export function findWebLocks(): LockManager | undefined {
  try {
    // Typed as always there, but missing on plain http.
    return navigator.locks
  } catch {
    return undefined
  }
}

/** Whether a browser refuses something along with the site data of this address. */
export function isRefusal(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'SecurityError'
}
