import { publishOnCommit } from '../db/commit-events.ts'
import type { Db, Tx } from '../db/db.ts'
import { findMembersOf } from './member-store.ts'

/** A list changed and is at `ver` now; or somebody has one more, one less, or in another role. */
export type ListEvent = { kind: 'changed'; listId: string; ver: number } | { kind: 'access'; userId: string }

/** Publishes, once the transaction is committed, that a list is at `ver` now. */
export function publishListChanged(tx: Tx, listId: string, ver: number): void {
  publishOnCommit(tx, encodeListEvent({ kind: 'changed', listId, ver }))
}

/** Publishes, once the transaction is committed, that a person has other lists, or another role in one. */
export function publishAccessChanged(tx: Tx, userId: string): void {
  publishOnCommit(tx, encodeListEvent({ kind: 'access', userId }))
}

/** The members of these lists: who is told of their events. */
export async function findAudience(db: Db, listIds: readonly string[]): Promise<{ listId: string; userId: string }[]> {
  if (listIds.length === 0) return []
  return (await findMembersOf(db, listIds)).map((row) => ({ listId: row.list_id, userId: row.user_id }))
}

/** An event as the text that goes over the bus. */
export function encodeListEvent(event: ListEvent): string {
  return event.kind === 'changed' ? `changed ${event.listId} ${event.ver}` : `access ${event.userId}`
}

/** Throws for an event of an unknown kind. */
export function decodeListEvent(text: string): ListEvent {
  const [kind, id = '', ver] = text.split(' ')
  if (kind === 'changed') return { kind, listId: id, ver: Number(ver) }
  if (kind === 'access') return { kind, userId: id }
  throw new Error(`Unknown list event: ${text}`)
}
