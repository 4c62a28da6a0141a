import type { Selectable } from 'kysely'
import { usableInvitations } from '../changes/usable-invitations.ts'
import type { Db } from '../db/db.ts'
import type { AccountTable, ListInvitationTable } from '../db/schema.ts'

/** One with the names of who invites. */
export type MyInvitationRow = Selectable<ListInvitationTable> &
  Pick<Selectable<AccountTable>, 'username' | 'display_name'>

/** One with the names of who is invited. */
export type InvitedRow = MyInvitationRow

/** What a person has unanswered, the newest first. */
export function findMyInvitations(db: Db, userId: string, now: number): Promise<MyInvitationRow[]> {
  return usableInvitations(db, now)
    .select(['inviter.username', 'inviter.display_name'])
    .where('open.user_id', '=', userId)
    .orderBy('open.created_at', 'desc')
    .orderBy('open.list_id', 'desc')
    .execute()
}

/** Who is invited to a list, whoever was first first. */
export function findInvitedTo(db: Db, listId: string, now: number): Promise<InvitedRow[]> {
  return usableInvitations(db, now)
    .innerJoin('account as invitee', 'invitee.id', 'open.user_id')
    .select(['invitee.username', 'invitee.display_name'])
    .where('open.list_id', '=', listId)
    .orderBy('open.created_at')
    .orderBy('open.user_id')
    .execute()
}
