/** A line to the other tabs of this browser; this tab does not hear itself. */
export type TabChannel = {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/** Opens the line of this name. Where the browser has none, or refuses it, nobody hears anything. */
export function openTabChannel(name: string): TabChannel {
  try {
    return new BroadcastChannel(name)
  } catch {
    return silentChannel()
  }
}

/** A line on which nobody is. */
export function silentChannel(): TabChannel {
  return { postMessage: () => undefined, addEventListener: () => undefined, close: () => undefined }
}
