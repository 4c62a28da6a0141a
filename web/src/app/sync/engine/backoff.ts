/**
 * How long to wait before another attempt, in milliseconds: 1, 2, 4 … 60 seconds, and of that a random half, so that
 * not all devices come back in the same moment.
 *
 * @param failures how many attempts have failed in a row, from 1
 * @param random from 0 up to 1
 */
export function backoffMs(failures: number, random: number): number {
  return Math.min(60_000, 1_000 * 2 ** (failures - 1)) * (0.5 + random / 2)
}
