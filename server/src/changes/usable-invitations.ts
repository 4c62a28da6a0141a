import type { Db } from '../db/db.ts'

/** Those that have not ended by `now`, and whose maker owns the list, is enabled, and has not deleted it. */
export function usableInvitations(db: Db, now: number) {
  return db
    .selectFrom('list_invitation as open')
    .innerJoin('list', (on) => on.onRef('list.id', '=', 'open.list_id').onRef('list.owner_id', '=', 'open.invited_by'))
    .innerJoin('account as inviter', 'inviter.id', 'open.invited_by')
    .selectAll('open')
    .where('open.expires_at', '>', now)
    .where('list.deleted_at', 'is', null)
    .where('inviter.disabled', '=', 0)
}
