import { appLocale } from '../../device/locale'
import type { Day } from '../../device/today'
import { daysBetween, utcDate } from './day'

/**
 * A day in the fewest words that are clear today: "Yesterday", "Today", "Tomorrow", the name of one of the next six
 * days, else the date, with its year when that is another one.
 *
 * @param locale BCP 47, decides the words and their order
 */
export function formatDue(day: Day, today: Day, locale: string = appLocale): string {
  const distance = daysBetween(today, day)
  if (Math.abs(distance) <= 1) return relativeDay(distance, locale)
  if (distance > 0 && distance < 7) return formatDay(day, { weekday: 'short' }, locale)
  if (day.slice(0, 4) === today.slice(0, 4)) return formatDay(day, { day: 'numeric', month: 'short' }, locale)
  return formatDay(day, { day: 'numeric', month: 'short', year: 'numeric' }, locale)
}

/** A day in full, for those who want to know exactly: "Thursday, 3 December 2026". */
export function exactDay(day: Day, locale: string = appLocale): string {
  return formatDay(day, { dateStyle: 'full' }, locale)
}

/** The heading of a day in a list of days: "Tomorrow", "Friday, 27 November", "3 January 2027". */
export function dayHeading(day: Day, today: Day, locale: string = appLocale): string {
  const distance = daysBetween(today, day)
  if (Math.abs(distance) <= 1) return relativeDay(distance, locale)
  if (day.slice(0, 4) !== today.slice(0, 4)) return formatDay(day, { dateStyle: 'long' }, locale)
  return formatDay(day, { weekday: 'long', day: 'numeric', month: 'long' }, locale)
}

/** A time of day (`HH:MM`) on the clock of the locale: "17:00", "5:00 PM". */
export function formatTime(time: string, locale: string = appLocale): string {
  return dateFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`1970-01-01T${time}Z`))
}

/** A moment (milliseconds since 1970) on the person's clock: "24 Nov 2026, 17:03". */
export function formatMoment(moment: number, locale: string = appLocale): string {
  // Made anew: a format keeps the time zone it was made in, and the person may have travelled.
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment)
}

function relativeDay(distance: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(distance, 'day')
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
}

function formatDay(day: Day, parts: Intl.DateTimeFormatOptions, locale: string): string {
  return dateFormat(locale, { ...parts, timeZone: 'UTC' }).format(utcDate(day))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes a hundred times as long as using it, and every row uses one. */
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}
