import { ownLocale } from '../../device/locale'
import type { Day } from '../../device/today'

const dayMs = 86_400_000

/** The day so many days later (or earlier, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(utc(day) + count * dayMs).toISOString().slice(0, 10)
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / dayMs)
}

/** The first day of the next week, where the week begins as it does in the locale. */
export function startOfNextWeek(day: Day, locale: string = ownLocale): Day {
  const weekday = new Date(utc(day)).getUTCDay()
  return addDays(day, (firstWeekday(locale) - weekday + 7) % 7 || 7)
}

/** A formatter's view of the day: a moment of it in UTC, to be formatted with `timeZone: 'UTC'`. */
export function utcDate(day: Day): Date {
  return new Date(utc(day))
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00Z`)
}

type WeekInfo = { firstDay: number }

/** 0 Sunday … 6 Saturday. Not every browser knows the week of a locale; ISO 8601 begins it on Monday. */
function firstWeekday(locale: string): number {
  const { getWeekInfo } = Intl.Locale.prototype as { getWeekInfo?: (this: Intl.Locale) => WeekInfo }
  return (getWeekInfo?.call(new Intl.Locale(locale)).firstDay ?? 1) % 7
}
