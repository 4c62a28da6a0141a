/** So many failures in a row cost no wait: people mistype, and try all their passwords. */
export const FREE_FAILURES = 10
export const LONGEST_WAIT_MS = 15 * 60_000
const FIRST_WAIT_MS = 1000

/**
 * How long nothing more is checked after so many failures in a row, in milliseconds: 0 at first, then 1 s, 2 s, 4 s …
 */
export function waitAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES - 1))
}
