import type { Member } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { findMembersOf, findNamedMembers, type NamedMember } from './member-store.ts'

/** Who has a list: the owner first, then as they came to it. */
export async function listMembersOf(db: Db, listId: string): Promise<Member[]> {
  return (await findNamedMembers(db, listId)).sort(inOrder).map(toMember)
}

/** Who has each of these lists. */
export async function findMemberIds(db: Db, listIds: readonly string[]): Promise<{ listId: string; userId: string }[]> {
  if (listIds.length === 0) return []
  return (await findMembersOf(db, listIds)).map((row) => ({ listId: row.list_id, userId: row.user_id }))
}

function inOrder(one: NamedMember, other: NamedMember): number {
  if (one.role === 'owner' || other.role === 'owner') return one.role === 'owner' ? -1 : 1
  return one.since - other.since || (one.user_id < other.user_id ? -1 : 1)
}

function toMember(row: NamedMember): Member {
  return {
    userId: row.user_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    ver: row.ver,
  }
}
