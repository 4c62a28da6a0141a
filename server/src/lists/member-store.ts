import type { Selectable } from 'kysely'
import type { Db } from '../db/db.ts'
import type { AccountTable, MemberTable } from '../db/schema.ts'

/** A member of a list with what is known of their account. */
export type NamedMember = Pick<Selectable<MemberTable>, 'user_id' | 'role' | 'ver' | 'since'> &
  Pick<Selectable<AccountTable>, 'username' | 'display_name' | 'disabled'>

function namedMembers(db: Db, listId: string) {
  return db
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.user_id')
    .select(['member.user_id', 'member.role', 'member.ver', 'member.since', 'username', 'display_name', 'disabled'])
    .where('member.list_id', '=', listId)
}

export function findNamedMembers(db: Db, listId: string): Promise<NamedMember[]> {
  return namedMembers(db, listId).execute()
}

export function findNamedMember(db: Db, listId: string, userId: string): Promise<NamedMember | undefined> {
  return namedMembers(db, listId).where('member.user_id', '=', userId).executeTakeFirst()
}

/** Everybody who has a list that this person has, themselves included. */
export async function findCompanionIds(db: Db, userId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('member as mine')
    .innerJoin('member as other', 'other.list_id', 'mine.list_id')
    .select('other.user_id')
    .distinct()
    .where('mine.user_id', '=', userId)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}
