import type { AuditEntry } from '@tally/contract'
import { appLocale } from '../device/locale'

/** The entries of one day, under the words for it. */
export type AuditDay = { readonly words: string; readonly entries: readonly AuditEntry[] }

/**
 * Groups entries by the day on which they happened where the person is, in the order in which they come.
 *
 * @param now milliseconds since 1970: today and yesterday are called so
 */
export function groupByDay(entries: readonly AuditEntry[], now: number, locale: string = appLocale): AuditDay[] {
  const days: { start: number; words: string; entries: AuditEntry[] }[] = []
  for (const entry of entries) {
    const start = startOfDay(entry.at)
    const last = days.at(-1)
    if (last?.start === start) last.entries.push(entry)
    else days.push({ start, words: formatDay(start, startOfDay(now), locale), entries: [entry] })
  }
  return days
}

function formatDay(day: number, today: number, locale: string): string {
  if (day === today) return 'Today'
  // A day may have 23 hours: twelve hours before it began is always the day before.
  if (day === startOfDay(today - 12 * 3_600_000)) return 'Yesterday'
  return new Date(day).toLocaleDateString(locale, { dateStyle: 'full' })
}

function startOfDay(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0)
}
