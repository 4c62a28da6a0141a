import type { Member } from '@tally/contract'
import type { NamedMember } from './member-store.ts'

/** A member of a list as it leaves the server. */
export function toMember(row: NamedMember): Member {
  return {
    userId: row.user_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    ver: row.ver,
  }
}

/** The order in which members are shown: the owner first, then as they came to the list. */
export function inOrder(one: NamedMember, other: NamedMember): number {
  if (one.role === 'owner' || other.role === 'owner') return one.role === 'owner' ? -1 : 1
  return one.since - other.since || (one.user_id < other.user_id ? -1 : 1)
}
