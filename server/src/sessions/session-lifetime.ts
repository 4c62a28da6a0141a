const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long a session may lie unused, and how long it may last at all, in milliseconds. */
export type SessionLifetime = { readonly idle: number; readonly absolute: number }

/** With "keep me signed in", weeks; without, a working day. */
export function sessionLifetime(remember: boolean): SessionLifetime {
  return remember ? { idle: 14 * DAY_MS, absolute: 30 * DAY_MS } : { idle: 12 * HOUR_MS, absolute: DAY_MS }
}
