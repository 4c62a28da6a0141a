import type { ApiProblem } from './problem'

/**
 * What to say of a refusal that names a time to wait: “Too many attempts. Try again in 2 minutes.” Where the server
 * says what else to do, waiting is of no use, and that is said instead.
 */
export function formatWait({ code, title, detail }: Refusal, seconds: number): string {
  const what = { 'too-many-requests': 'Too many attempts', unavailable: 'Tally is busy' }[code as string] ?? title
  return `${what}. ${detail ?? `Try again in ${formatDuration(seconds)}.`}`
}

type Refusal = Pick<ApiProblem, 'code' | 'title'> & Partial<Pick<ApiProblem, 'detail'>>

/** Rounded up, so that nobody comes too early. */
function formatDuration(seconds: number): string {
  if (seconds < 60) return seconds <= 1 ? 'a second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`
  const hours = Math.ceil(minutes / 60)
  return hours === 1 ? '1 hour' : `${hours} hours`
}
