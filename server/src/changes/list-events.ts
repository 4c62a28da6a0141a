import { noteNews } from '../db/committed-news.ts'
import type { Tx } from '../db/db.ts'

/**
 * What others want to hear once it is committed: a list changed, or somebody has one more, one less, or in another
 * role.
 */
export type ListNews = { kind: 'changed'; listId: string; ver: number } | { kind: 'access'; userId: string }

/** Has it be told that a list stands at `ver` now. */
export function noteChanged(tx: Tx, listId: string, ver: number): void {
  noteNews(tx, writeListNews({ kind: 'changed', listId, ver }))
}

/** Has it be told that a person's lists, or their role in one, are others now. */
export function noteAccess(tx: Tx, userId: string): void {
  noteNews(tx, writeListNews({ kind: 'access', userId }))
}

/** News as the text that goes over the bus. */
export function writeListNews(news: ListNews): string {
  return news.kind === 'changed' ? `changed ${news.listId} ${news.ver}` : `access ${news.userId}`
}

/** Throws for news of an unknown kind. */
export function readListNews(text: string): ListNews {
  const [kind, id = '', ver] = text.split(' ')
  if (kind === 'changed') return { kind, listId: id, ver: Number(ver) }
  if (kind === 'access') return { kind, userId: id }
  throw new Error(`Unknown news of a list: ${text}`)
}
