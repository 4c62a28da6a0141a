import type { Platform } from './platform.ts'

/**
 * Does work while this tab leads those of the same name: it waits for its turn, and keeps it until `signal` ends it.
 * Without Web Locks (they need https or localhost) every tab leads: they may then send the same twice, which the
 * server answers with the same verdict, and a pull that comes late is not taken over.
 */
export async function lead(
  { locks }: Platform,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (!locks) return work(signal)
  try {
    await locks.request(name, { signal }, () => work(signal))
  } catch (reason) {
    if (signal.aborted) return
    if (!(reason instanceof DOMException && reason.name === 'SecurityError')) throw reason
    // The browser refuses locks along with the site data of this address.
    await work(signal)
  }
}
