import type { List, ListColor } from '@tally/contract'
import type { MyListRow } from './list-store.ts'

/** A list as it leaves the server. */
export function toList(row: MyListRow): List {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    ...(row.color !== null && { color: row.color as ListColor }),
    role: row.role,
    openCount: row.open_count,
    position: row.my_position,
    deletedAt: row.deleted_at,
    ver: row.ver,
  }
}

/** The order in which lists are shown: the Inbox first, then by position in byte order, ties by id. */
export function inOrder(one: List, other: List): number {
  if (one.kind !== other.kind) return one.kind === 'inbox' ? -1 : 1
  if (one.position !== other.position) return one.position < other.position ? -1 : 1
  return one.id < other.id ? -1 : 1
}
