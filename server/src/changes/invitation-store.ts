import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import type { ListInvitationTable, ListRefusalTable } from '../db/schema.ts'
import { usableInvitations } from './usable-invitations.ts'

/** An invitation that can be accepted. */
export type InvitationRow = Selectable<ListInvitationTable>

/** What a person has unanswered. */
export function findInvitationsOf(db: Db, userId: string, now: number): Promise<InvitationRow[]> {
  return usableInvitations(db, now).where('open.user_id', '=', userId).execute()
}

export function findInvitation(
  db: Db,
  listId: string,
  userId: string,
  now: number,
): Promise<InvitationRow | undefined> {
  return usableInvitations(db, now)
    .where('open.list_id', '=', listId)
    .where('open.user_id', '=', userId)
    .executeTakeFirst()
}

/** Makes an invitation, in place of one that there may be. */
export async function putInvitationRow(tx: Tx, invitation: Insertable<ListInvitationTable>): Promise<void> {
  const { role, list_name, invited_by, created_at, expires_at } = invitation
  await tx
    .insertInto('list_invitation')
    .values(invitation)
    .onConflict((conflict) =>
      conflict.columns(['list_id', 'user_id']).doUpdateSet({ role, list_name, invited_by, created_at, expires_at }),
    )
    .execute()
}

/** Deletes the invitation of a person to a list; says whether there was one. */
export async function deleteInvitationRow(tx: Tx, listId: string, userId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('list_invitation')
    .where('list_id', '=', listId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Deletes all invitations to a list; answers who had one. */
export function deleteInvitationsTo(tx: Tx, listId: string): Promise<{ user_id: string }[]> {
  return tx.deleteFrom('list_invitation').where('list_id', '=', listId).returning('user_id').execute()
}

/** Until when somebody cannot be asked again. */
export async function putRefusalRow(tx: Tx, refusal: Insertable<ListRefusalTable>): Promise<void> {
  await tx
    .insertInto('list_refusal')
    .values(refusal)
    .onConflict((conflict) =>
      conflict.columns(['list_id', 'user_id', 'invited_by']).doUpdateSet({ expires_at: refusal.expires_at }),
    )
    .execute()
}

/** Has a person declined, or left the list, so lately that the other may not ask again? */
export async function hasRefused(
  tx: Tx,
  { listId, userId, invitedBy }: { listId: string; userId: string; invitedBy: string },
  now: number,
): Promise<boolean> {
  const refusal = await tx
    .selectFrom('list_refusal')
    .select('user_id')
    .where('list_id', '=', listId)
    .where('user_id', '=', userId)
    .where('invited_by', '=', invitedBy)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return refusal !== undefined
}

/** Whoever has a list of their own will has refused nothing. */
export async function deleteRefusals(tx: Tx, listId: string, userId: string): Promise<void> {
  await tx.deleteFrom('list_refusal').where('list_id', '=', listId).where('user_id', '=', userId).execute()
}

/** Deletes the invitations and refusals of a person who is deleted, in all lists. */
export async function deleteAnswersOf(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('list_invitation').where('user_id', '=', userId).execute()
  await tx.deleteFrom('list_refusal').where('user_id', '=', userId).execute()
}

export async function deleteListLinks(tx: Tx, listId: string): Promise<void> {
  await tx.deleteFrom('list_link').where('list_id', '=', listId).execute()
}
