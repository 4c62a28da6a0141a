import { Problem } from './problem.ts'

/** The Problem `too-many-requests` of somebody who may try again in so many milliseconds; `cause` is for the log. */
export function tooManyRequests(waitMs: number, cause: string): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new Problem('too-many-requests', { headers: { 'retry-after': String(seconds) }, cause })
}
