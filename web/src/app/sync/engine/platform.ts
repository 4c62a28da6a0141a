/** A line to the other tabs of this browser; this tab does not hear itself. */
export type Channel = {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/**
 * What the replica needs from where it runs. In a browser see `browser-platform.ts`; in Node.js any object of this
 * shape will do, with the global IndexedDB of `fake-indexeddb/auto`.
 */
export type Platform = {
  /** Makes a request to the server as the person; `path` begins with `/api/`. Rejects when there is no answer. */
  readonly send: (path: string, init: SendInit) => Promise<Response>
  /** Web Locks; missing where a page came over plain http. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly openChannel: (name: string) => Channel
  /** Calls back after so many milliseconds; answers how to call that off. */
  readonly setTimer: (run: () => void, milliseconds: number) => () => void
  /** A random number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
  /** Whether the person can see this tab. Where every tab leads, one that they cannot see holds no stream. */
  readonly isVisible: () => boolean
  /** Calls back when the tab is hidden; answers how to call that off. */
  readonly onHidden: (run: () => void) => () => void
}

export type SendInit = {
  readonly method: 'GET' | 'POST'
  /** JSON. */
  readonly body?: string
  readonly signal: AbortSignal
}
