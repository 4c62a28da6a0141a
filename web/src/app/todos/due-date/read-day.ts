import type { Day } from '../../device/today'

/**
 * The day that somebody means by what is in a date field (`YYYY-MM-DD`, a year of two figures as 00YY, which is one of
 * this century); undefined when it is not from 1970 to 2100.
 */
export function readDay(value: string): Day | undefined {
  const day = value.replace(/^00(?=\d\d-)/, '20')
  return day >= '1970-01-01' && day <= '2100-12-31' && value.indexOf('-') === 4 ? day : undefined
}
