import { Problem } from '../problem.ts'

/**
 * The Problem `too-many-requests` of somebody who may try again in so many milliseconds; `cause` is for the log,
 * `detail` for the person, where waiting is not all they can do.
 */
export function tooManyRequests(waitMs: number, cause: string, detail?: string): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const headers = { 'retry-after': String(seconds) }
  return new Problem('too-many-requests', { headers, cause, ...(detail !== undefined && { detail }) })
}
