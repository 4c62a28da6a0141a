import type { Insertable, Selectable } from 'kysely'
import type { AuditKind } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import type { AuditTable } from '../db/schema.ts'

export type AuditRow = Selectable<AuditTable>

export async function insertAuditRows(tx: Tx, rows: readonly Insertable<AuditTable>[]): Promise<void> {
  await tx.insertInto('audit').values(rows).execute()
}

/** The usernames of these people; who does not exist has none. */
export async function findUsernames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('account').select(['id', 'username']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, username }) => [id, username]))
}

/** What to look for; moments in milliseconds since 1970, `since` inclusive, `until` and the id `before` exclusive. */
export type AuditFilter = {
  readonly kind?: AuditKind | undefined
  readonly user?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly before?: string | undefined
}

/** The newest entries that fit, the newest first. */
export function findAuditRows(db: Db, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const { kind, user, since, until, before } = filter
  let entries = db.selectFrom('audit').selectAll()
  if (kind !== undefined) entries = entries.where('kind', '=', kind)
  if (user !== undefined)
    entries = entries.where((row) => row.or([row('actor_id', '=', user), row('subject_id', '=', user)]))
  if (since !== undefined) entries = entries.where('at', '>=', since)
  if (until !== undefined) entries = entries.where('at', '<', until)
  if (before !== undefined) entries = entries.where('id', '<', before)
  return entries.orderBy('id', 'desc').limit(limit).execute()
}

/** Forgets what happened before a moment. */
export async function deleteAuditBefore(db: Db, before: number): Promise<void> {
  await db.deleteFrom('audit').where('at', '<', before).execute()
}
