import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import type { SessionTable } from '../db/schema.ts'

export type SessionRow = Selectable<SessionTable>

export async function insertSession(tx: Tx, session: Insertable<SessionTable>): Promise<SessionRow> {
  return tx.insertInto('session').values(session).returningAll().executeTakeFirstOrThrow()
}

function liveSessions(db: Db, now: number) {
  return db
    .selectFrom('session')
    .selectAll()
    .where('revoked_at', 'is', null)
    .where('idle_ends_at', '>', now)
    .where('ends_at', '>', now)
}

/** The session, unless it has ended by `now`. */
export function findLiveSession(db: Db, id: string, now: number): Promise<SessionRow | undefined> {
  return liveSessions(db, now).where('id', '=', id).executeTakeFirst()
}

/** The sessions of a person that have not ended by `now`, the one used last first. */
export function findLiveSessionsOf(db: Db, userId: string, now: number): Promise<SessionRow[]> {
  return liveSessions(db, now)
    .where('user_id', '=', userId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/**
 * Takes the session from its `counter`-th refresh token to the next one. Of all who try with the same token one
 * succeeds; nobody does once the session has ended.
 *
 * A counter ahead of the row is one we gave out before the row came back from a backup; it is taken on from there, else
 * all who refreshed since would be taken for thieves. A thief is still found: all tokens below count as used from then
 * on, so of two who hold a token of the session only the one who is ahead goes on, and the next refresh of the other
 * shows it.
 */
export function rotateSession(
  tx: Tx,
  { id, counter, now }: { id: string; counter: number; now: number },
  fields: Updateable<SessionTable>,
): Promise<SessionRow | undefined> {
  return tx
    .updateTable('session')
    .set(fields)
    .set({ counter: counter + 1 })
    .where('id', '=', id)
    .where('counter', '<=', counter)
    .where('revoked_at', 'is', null)
    .where('idle_ends_at', '>', now)
    .where('ends_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/** Ends a session, unless that has happened already; gives back whose it was when it ended now. */
export function revokeSession(tx: Tx, id: string, at: number): Promise<{ user_id: string } | undefined> {
  return tx
    .updateTable('session')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
}

/** Ends the sessions of a person, but for one; gives back the ids of those it ended. */
export function revokeSessionsOf(tx: Tx, userId: string, exceptId: string, at: number): Promise<{ id: string }[]> {
  return tx
    .updateTable('session')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('id', '!=', exceptId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
}

/**
 * Makes the access tokens of a person out of date; gives back their sessions, and up to when the tokens of each are.
 * That is `at`, or later: a token that was fetched after the last such change may be dated a second ahead of it.
 */
export async function markSessionsStale(
  tx: Tx,
  userId: string,
  at: number,
): Promise<{ id: string; staleAt: number }[]> {
  const rows = await tx
    .updateTable('session')
    .set((row) => ({
      stale_at: row
        .case()
        .when('stale_at', '>', at - 1000)
        .then(row('stale_at', '+', 1000))
        .else(at)
        .end(),
    }))
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .returning(['id', 'stale_at'])
    .execute()
  return rows.map(({ id, stale_at: staleAt }) => ({ id, staleAt: staleAt ?? at }))
}

/** Whether and since when a session is refused, if there is one. */
export function findRefusal(db: Db, id: string): Promise<Pick<SessionRow, 'revoked_at' | 'stale_at'> | undefined> {
  return db.selectFrom('session').select(['revoked_at', 'stale_at']).where('id', '=', id).executeTakeFirst()
}

/** The sessions that were revoked or made stale since a moment. */
export function findRefusedSince(db: Db, since: number): Promise<Pick<SessionRow, 'id' | 'revoked_at' | 'stale_at'>[]> {
  return db
    .selectFrom('session')
    .select(['id', 'revoked_at', 'stale_at'])
    .where((row) => row.or([row('revoked_at', '>=', since), row('stale_at', '>=', since)]))
    .execute()
}

/** Keeps a session that has ended for its person to know that two had its refresh token. */
export async function markReused(tx: Tx, id: string, at: number): Promise<void> {
  await tx.updateTable('session').set({ reused_at: at }).where('id', '=', id).execute()
}

/**
 * The sessions of a person that ended because two had their refresh token, while the person does not know, the latest
 * first.
 */
export function findReusedOf(db: Db, userId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('session')
    .selectAll()
    .where('user_id', '=', userId)
    .where('reused_at', 'is not', null)
    .orderBy('reused_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** The person knows of a session of theirs that two had; whether there was such a one. */
export async function unmarkReused(tx: Tx, userId: string, id: string): Promise<boolean> {
  const told = await tx
    .updateTable('session')
    .set({ reused_at: null })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('reused_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return told !== undefined
}

/**
 * Forgets the sessions, of one person or of all, that ended before a moment. Those the person is yet to know of stay as
 * long as they could have lasted.
 */
export async function deleteEndedBefore(db: Db, before: number, userId?: string): Promise<void> {
  let ended = db
    .deleteFrom('session')
    .where((row) => row.or([row('reused_at', 'is', null), row('ends_at', '<', before)]))
    .where((row) =>
      row.or([row('revoked_at', '<', before), row('idle_ends_at', '<', before), row('ends_at', '<', before)]),
    )
  if (userId !== undefined) ended = ended.where('user_id', '=', userId)
  await ended.execute()
}
