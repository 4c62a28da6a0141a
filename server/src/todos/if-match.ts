import { invalidInput, Problem } from '../http/problem.ts'

const TAGS = /^\s*(?:W\/)?"\d+"\s*(?:,\s*(?:W\/)?"\d+"\s*)*$/

/**
 * Checks an If-Match header (RFC 9110, 13.1.1) against the `ver` of a todo; its ETag is that number in quotes. Throws
 * Problem `version-mismatch` when the todo is at another, `invalid-input` when the header is none of ours.
 */
export function requireMatch(ifMatch: string | undefined, ver: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  if (!TAGS.test(ifMatch)) throw invalidInput('/headers/if-match', 'must be a version in quotes')
  const versions = ifMatch.match(/\d+/g)?.map(Number) ?? []
  if (!versions.includes(ver)) throw new Problem('version-mismatch')
}
