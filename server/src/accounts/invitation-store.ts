import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import type { InvitationTable } from '../db/schema.ts'

/** An invitation that can be used, with the name of who made it. */
export type InvitationRow = Omit<Selectable<InvitationTable>, 'token_hash'> & { readonly display_name: string }

export async function insertInvitation(tx: Tx, invitation: Insertable<InvitationTable>): Promise<void> {
  await tx.insertInto('invitation').values(invitation).execute()
}

/** Those that have not ended by `now` and whose maker is an admin. */
function usableInvitations(db: Db, now: number) {
  return db
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.invited_by')
    .select([
      'invitation.id',
      'invitation.role',
      'invitation.invited_by',
      'invitation.created_at',
      'invitation.expires_at',
      'account.display_name',
    ])
    .where('invitation.expires_at', '>', now)
    .where('account.role', '=', 'admin')
    .where('account.disabled', '=', 0)
}

/** The invitations that can be used, the newest first. */
export function findUsableInvitations(db: Db, now: number): Promise<InvitationRow[]> {
  return usableInvitations(db, now).orderBy('invitation.id', 'desc').execute()
}

export function findUsableInvitation(db: Db, tokenHash: string, now: number): Promise<InvitationRow | undefined> {
  return usableInvitations(db, now).where('invitation.token_hash', '=', tokenHash).executeTakeFirst()
}

/** Removes an invitation; of all who try at once one gets it back. */
export function deleteInvitationRow(tx: Tx, id: string): Promise<Selectable<InvitationTable> | undefined> {
  return tx.deleteFrom('invitation').where('id', '=', id).returningAll().executeTakeFirst()
}

/** Removes the invitations that have ended by `now`. */
export async function deleteEndedInvitations(db: Db, now: number): Promise<void> {
  await db.deleteFrom('invitation').where('expires_at', '<=', now).execute()
}
