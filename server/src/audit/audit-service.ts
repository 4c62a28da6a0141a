import { limits, type AuditEntry, type AuditKind } from '@tally/contract'
import type { Db, Tx } from '../db/db.ts'
import type { Caller } from '../http/caller.ts'
import type { Clock } from '../http/clock.ts'
import { newId } from '../http/id.ts'
import {
  deleteAuditBefore,
  findAuditRows,
  findUsernames,
  insertAuditRows,
  type AuditFilter,
  type AuditRow,
} from './audit-store.ts'

/** By whom something is done, and from where. */
export type By = {
  /** Null when nobody is signed in, as on the command line. */
  readonly actorId: string | null
  /** Null on the command line. */
  readonly caller: Caller | null
}

/** Something worth an entry in the audit log. */
export type AuditEvent = By & {
  readonly kind: AuditKind
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whose account it is about, if it is about one. */
  readonly subjectId: string | null
  /** More about it in a word or two; never a secret. */
  readonly detail?: string
}

/**
 * Writes an entry for each in the transaction that does the thing itself, so that there is one exactly when it
 * happened. Before a deletion: the names are looked up now.
 */
export async function recordAuditEvent(tx: Tx, ...happenings: readonly AuditEvent[]): Promise<void> {
  const ids = new Set(happenings.flatMap(({ actorId, subjectId }) => [actorId, subjectId]).filter((id) => id !== null))
  const names = await findUsernames(tx, [...ids])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  const rows = happenings.map(({ kind, at, actorId, subjectId, caller, detail }) => ({
    id: newId(),
    at,
    kind,
    actor_id: actorId,
    actor_name: nameOf(actorId),
    subject_id: subjectId,
    subject_name: nameOf(subjectId),
    address: caller?.address ?? null,
    device: caller?.device ?? null,
    detail: detail ?? null,
  }))
  await insertAuditRows(tx, rows)
}

/** A page of the log, the newest entry first, and where the next page begins. */
export type AuditPage = { readonly entries: AuditEntry[]; readonly before: string | undefined }

/** Reads a page by keyset: the id of the last entry leads to the next page. */
export async function readAudit(
  db: Db,
  { limit = limits.auditPage.default, ...filter }: AuditFilter & { limit?: number | undefined },
): Promise<AuditPage> {
  const rows = await findAuditRows(db, filter, limit + 1)
  const page = rows.slice(0, limit)
  const ids = new Set(page.flatMap(({ actor_id: actor, subject_id: subject }) => [actor, subject]))
  const here = await findUsernames(
    db,
    [...ids].filter((id) => id !== null),
  )
  const entries = page.map((row) => toAuditEntry(row, here))
  return { entries, before: rows.length > limit ? entries.at(-1)?.id : undefined }
}

/** `here`: whose accounts there still are. */
function toAuditEntry(row: AuditRow, here: ReadonlyMap<string, string>): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    actor: toPerson(row.actor_id, row.actor_name, here),
    subject: toPerson(row.subject_id, row.subject_name, here),
    address: row.address,
    device: row.device,
    detail: row.detail,
  }
}

function toPerson(id: string | null, name: string | null, here: ReadonlyMap<string, string>): AuditEntry['actor'] {
  if (id === null && name === null) return null
  return { id, name: name ?? '', ...(id !== null && !here.has(id) && { deleted: true }) }
}

const DAY_MS = 86_400_000

/** Removes entries older than `limits.auditDays`. */
export async function purgeExpiredAudit(db: Db, clock: Clock): Promise<void> {
  await deleteAuditBefore(db, clock() - limits.auditDays * DAY_MS)
}
