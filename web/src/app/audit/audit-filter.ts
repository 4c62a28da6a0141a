import type { Calls } from '@tally/contract'
import { isAuditKind } from './format-audit-entry'

/** What to look for, as the address of the page says it: days as `YYYY-MM-DD`, both included. Empty is anything. */
export type AuditFilter = {
  readonly kind: string
  readonly user: string
  readonly from: string
  readonly until: string
}

type AuditQuery = Calls['GET /api/audit']['query']

/** A UUID, as ids are here. */
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * What to ask the server for; days begin and end where the person is. What makes no sense, such as in an address typed
 * by hand, is left out.
 */
export function toAuditQuery({ kind, user, from, until }: AuditFilter): AuditQuery {
  const [since, end] = [startOfDay(from, 0), startOfDay(until, 1)]
  return {
    ...(isAuditKind(kind) ? { kind } : {}),
    ...(id.test(user) ? { user } : {}),
    ...(since === undefined ? {} : { since }),
    ...(end === undefined ? {} : { until: end }),
  }
}

/** The moment (milliseconds since 1970) at which the day so many days after this one begins. */
function startOfDay(day: string, after: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return undefined
  const start = new Date(Number(year), Number(month) - 1, Number(date) + after).getTime()
  return start < 0 ? undefined : start
}
