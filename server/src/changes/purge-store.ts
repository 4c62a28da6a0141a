import { sql } from 'kysely'
import type { Db, Tx } from '../db/db.ts'

export function findListsDeletedBefore(db: Db, moment: number): Promise<{ id: string }[]> {
  return db.selectFrom('list').select('id').where('deleted_at', '<', moment).execute()
}

/** Takes a list away from everybody: it exists for nobody any more, and what belongs to it can be removed in pieces. */
export async function deleteMemberRows(tx: Tx, listId: string): Promise<void> {
  await tx.deleteFrom('member').where('list_id', '=', listId).execute()
}

/** The lists that nobody has. */
export function findListsOfNobody(db: Db): Promise<{ id: string }[]> {
  return db
    .selectFrom('list')
    .select('id')
    .where((row) =>
      row.not(row.exists(row.selectFrom('member').select('user_id').whereRef('member.list_id', '=', 'list.id'))),
    )
    .execute()
}

/**
 * Removes rows that belong to a list, `limit` of each kind at most, and the list when none is left. Says whether some
 * are.
 */
export async function erasePartOfList(tx: Tx, id: string, limit: number): Promise<boolean> {
  for (const table of ['todo', 'overwritten', 'tombstone', 'operation'] as const) {
    const some = tx.selectFrom(table).select('id').where('list_id', '=', id).limit(limit)
    const { numDeletedRows } = await tx
      .deleteFrom(table)
      .where('list_id', '=', id)
      .where('id', 'in', some)
      .executeTakeFirstOrThrow()
    if (numDeletedRows >= limit) return true
  }
  for (const table of ['list_invitation', 'list_refusal', 'list_link'] as const) {
    await tx.deleteFrom(table).where('list_id', '=', id).execute()
  }
  await tx.deleteFrom('list').where('id', '=', id).execute()
  return false
}

/** Deletes the invitations, refusals and links that have ended by `now`. */
export async function deleteEndedSharing(db: Db, now: number): Promise<void> {
  await db.deleteFrom('list_invitation').where('expires_at', '<=', now).execute()
  await db.deleteFrom('list_refusal').where('expires_at', '<=', now).execute()
  await db.deleteFrom('list_link').where('expires_at', '<=', now).execute()
}

/** The lists with todos that were deleted before a moment (milliseconds). */
export function findListsWithDeletedBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('todo').select('list_id').distinct().where('deleted_at', '<', moment).execute()
}

/**
 * Todos of a list that were deleted before a moment (milliseconds), `limit` of them at most, with the bytes they are
 * charged for.
 */
export function findDeletedBefore(
  tx: Tx,
  listId: string,
  moment: number,
  limit: number,
): Promise<{ id: string; bytes: number }[]> {
  return tx
    .selectFrom('todo')
    .select(['id', sql<number>`octet_length(title) + octet_length(notes) + octet_length(labels)`.as('bytes')])
    .where('list_id', '=', listId)
    .where('deleted_at', '<', moment)
    .limit(limit)
    .execute()
}

/** The lists with tombstones from before a moment (milliseconds). */
export function findListsWithTombstonesBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('tombstone').select('list_id').distinct().where('at', '<', moment).execute()
}

/** Deletes tombstones from before a moment (milliseconds), `limit` of them at most; gives their `ver`. */
export async function deleteTombstonesBefore(tx: Tx, listId: string, moment: number, limit: number): Promise<number[]> {
  const old = tx
    .selectFrom('tombstone')
    .select('id')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .limit(limit)
  const removed = await tx
    .deleteFrom('tombstone')
    .where('list_id', '=', listId)
    .where('id', 'in', old)
    .returning('ver')
    .execute()
  return removed.map(({ ver }) => ver)
}

/** The lists with verdicts from before a moment (milliseconds). */
export function findListsWithVerdictsBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('operation').select('list_id').distinct().where('at', '<', moment).execute()
}

/** Deletes verdicts from before a moment (milliseconds), about `limit` of them; says how many. */
export function deleteVerdictsBefore(tx: Tx, listId: string, moment: number, limit: number): Promise<number> {
  return deleteSomeVerdicts(tx, { listId, moment, limit, onlyRefused: false })
}

/** The same of refusals only. */
export function findListsWithRefusedVerdictsBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db
    .selectFrom('operation')
    .select('list_id')
    .distinct()
    .where('at', '<', moment)
    .where('code', 'is not', null)
    .execute()
}

export function deleteRefusedVerdictsBefore(tx: Tx, listId: string, moment: number, limit: number): Promise<number> {
  return deleteSomeVerdicts(tx, { listId, moment, limit, onlyRefused: true })
}

async function deleteSomeVerdicts(
  tx: Tx,
  { listId, moment, limit, onlyRefused }: { listId: string; moment: number; limit: number; onlyRefused: boolean },
): Promise<number> {
  const old = tx
    .selectFrom('operation')
    .select('id')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .$if(onlyRefused, (some) => some.where('code', 'is not', null))
    .limit(limit)
  const { numDeletedRows } = await tx
    .deleteFrom('operation')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .$if(onlyRefused, (some) => some.where('code', 'is not', null))
    .where('id', 'in', old)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** The lists with texts that were overwritten before a moment (milliseconds). */
export function findListsWithOverwrittenBefore(db: Db, moment: number): Promise<{ list_id: string }[]> {
  return db.selectFrom('overwritten').select('list_id').distinct().where('at', '<', moment).execute()
}

/** Deletes what was overwritten in a list before a moment (milliseconds); gives back how many bytes that were. */
export async function deleteOverwrittenBefore(tx: Tx, listId: string, moment: number): Promise<number> {
  const forgotten = await tx
    .deleteFrom('overwritten')
    .where('list_id', '=', listId)
    .where('at', '<', moment)
    .returning(sql<number>`octet_length(text)`.as('bytes'))
    .execute()
  return forgotten.reduce((sum, { bytes }) => sum + bytes, 0)
}
