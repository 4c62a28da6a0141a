import { appLocale } from '../device/locale'

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
]

/**
 * How long ago something was, in words: “3 hours ago”, “yesterday”. Less than a minute is “just now”, and so is the
 * future, which only a wrong clock knows.
 *
 * @param moment milliseconds since 1970
 * @param now the same
 */
export function timeAgo(moment: number, now: number, locale: string = appLocale): string {
  const seconds = (now - moment) / 1000
  const unit = units.find(([, length]) => seconds >= length)
  if (!unit) return 'just now'
  const [name, length] = unit
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / length), name)
}
