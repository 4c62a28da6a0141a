import { createHash } from 'node:crypto'
import type { Todo } from '@tally/contract'
import { Problem } from '../http/problem.ts'

/**
 * The opaque part of an ETag. With the epoch of the database in it: after an older database was put back, the same
 * counters stand for other todos.
 */
export function opaqueTag(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 22)
}

/** The strong ETag of a todo (RFC 9110, 8.8.3). A `ver` is that of a list, so the list is in it. */
export function todoEtag({ listId, ver }: Pick<Todo, 'listId' | 'ver'>, epoch: string): string {
  return `"${opaqueTag(epoch, listId, ver)}"`
}

/**
 * Checks an If-Match header (RFC 9110, 13.1.1). Throws Problem `version-mismatch` when it names other ETags than this
 * one, or is in a form that we do not give.
 */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (!tags.includes(etag)) throw new Problem('version-mismatch')
}
