import type { Selectable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import { engineOf } from '../db/engine-of.ts'
import type { MemberTable } from '../db/schema.ts'

/** Who has these lists. */
export function findMembersOf(db: Db, listIds: readonly string[]): Promise<{ list_id: string; user_id: string }[]> {
  return db.selectFrom('member').select(['list_id', 'user_id']).where('list_id', 'in', listIds).execute()
}

/**
 * The account of somebody who is to be invited. Until the transaction ends it cannot be deleted, and nobody else can
 * invite them: what they have unanswered is counted.
 */
export async function lockInvitee(tx: Tx, id: string): Promise<{ disabled: number } | undefined> {
  const account = tx.selectFrom('account').select('disabled').where('id', '=', id)
  const locked = engineOf(tx) === 'postgres' ? account.forNoKeyUpdate() : account
  return locked.executeTakeFirst()
}

/** A member of a list as far as it matters for who is to own it. */
export type OtherMember = Pick<Selectable<MemberTable>, 'user_id' | 'role' | 'since'> & { disabled: number }

/** The members of a list but one. */
export function findOtherMembers(tx: Tx, listId: string, exceptId: string): Promise<OtherMember[]> {
  return tx
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.user_id')
    .select(['member.user_id', 'member.role', 'member.since', 'account.disabled'])
    .where('member.list_id', '=', listId)
    .where('member.user_id', '!=', exceptId)
    .execute()
}
