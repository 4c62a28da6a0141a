/** Something that the server has not answered yet. */
export type Unanswered = {
  /** How often it was asked in a row. */
  readonly times: number
  /** After how many seconds the server wants to be asked again, where it has said so. */
  readonly retryAfter: number | undefined
}

/**
 * How long to wait before asking again, in milliseconds: as long as the server has said, or else 1, 2, 4 … 60 seconds,
 * and of that a random half, so that not all browsers come back in the same moment.
 *
 * @param random from 0 up to 1
 */
export function waitMs({ times, retryAfter }: Unanswered, random: number): number {
  if (retryAfter !== undefined) return (retryAfter + random) * 1_000
  return Math.min(60_000, 1_000 * 2 ** (times - 1)) * (0.5 + random / 2)
}
