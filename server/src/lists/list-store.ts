import type { Selectable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db } from '../db/db.ts'
import type { ListTable, MemberTable } from '../db/schema.ts'

/** A list with what is only mine of it. */
export type MyListRow = Selectable<ListTable> & { role: MemberTable['role']; my_position: string; my_ver: number }

function myLists(db: Db, userId: string) {
  return db
    .selectFrom('member')
    .innerJoin('list', 'list.id', 'member.list_id')
    .selectAll('list')
    .select(['member.role', 'member.position as my_position', 'member.ver as my_ver'])
    .where('member.user_id', '=', userId)
}

export function findMyLists(db: Db, userId: string, deleted: boolean): Promise<MyListRow[]> {
  return myLists(db, userId)
    .where('list.deleted_at', deleted ? 'is not' : 'is', null)
    .execute()
}

export function findMyList(db: Db, userId: string, id: string): Promise<MyListRow | undefined> {
  return myLists(db, userId).where('list.id', '=', id).executeTakeFirst()
}

/** All my lists, those in the trash, too, in id order. */
export const findAllMyLists: (db: Db, p: { userId: string }) => Promise<MyListRow[]> = compiledQuery(
  (db, p: { userId: string }) => myLists(db, p.userId).orderBy('list.id'),
)

export function findInboxId(db: Db, userId: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('member')
    .innerJoin('list', 'list.id', 'member.list_id')
    .select('list.id')
    .where('member.user_id', '=', userId)
    .where('list.kind', '=', 'inbox')
    .executeTakeFirst()
}
