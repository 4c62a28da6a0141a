import type { Todo } from '@tally/contract'
import { zoneHere } from '../../device/time-zone'
import type { Day } from '../../device/today'

/** A day, and maybe a time of it (`HH:MM`), local to `timeZone` (IANA) where there is one. */
export type Due = Pick<Todo, 'dueOn' | 'dueTime' | 'timeZone'>

/** When something is due on the clock of the person. */
export type DueHere = Pick<Todo, 'dueOn' | 'dueTime'> & {
  /** The time where it was set, and the name of that place, when their clock shows another one. */
  readonly elsewhere?: { readonly time: string; readonly place: string }
}

/**
 * When something is due here: a time that was set in another time zone is the same moment on this clock, which may be
 * on another day. A day without a time is that day everywhere, and a time without a zone that time.
 */
export function dueHere(due: Due, here: string = zoneHere()): DueHere {
  const { dueOn, dueTime, timeZone } = due
  if (dueOn === null || dueTime === null || timeZone === null || timeZone === here) return due
  const known = converted.get(due)
  if (known?.here === here) return known.due
  const moment = momentOf(dueOn, dueTime, timeZone)
  const [day, time] = moment === undefined ? [] : clockAt(moment, here)
  const isSame = day === undefined || time === undefined || (day === dueOn && time === dueTime)
  const converts: DueHere = isSame
    ? due
    : { dueOn: day, dueTime: time, elsewhere: { time: dueTime, place: placeOf(timeZone) } }
  converted.set(due, { here, due: converts })
  return converts
}

/** Lists are sorted by what is due, and a conversion takes a thousand times as long as a comparison. */
const converted = new WeakMap<Due, { readonly here: string; readonly due: DueHere }>()

/**
 * The day it is in a time zone at a moment (milliseconds since 1970); undefined when this browser does not know the
 * zone.
 */
export function dayIn(timeZone: string, moment: number): Day | undefined {
  return formatOf(timeZone) && clockAt(moment, timeZone)[0]
}

/**
 * The moment (milliseconds since 1970) of a local time, by RFC 5545, 3.3.5: of a time that comes twice the first, and a
 * time that a clock change skips is as long after the gap as it would be in it. Undefined when the zone is not known to
 * this browser.
 */
export function momentOf(day: Day, time: string, timeZone: string): number | undefined {
  if (!formatOf(timeZone)) return undefined
  const wall = Date.parse(`${day}T${time}Z`)
  // No zone changes its clock twice within two days.
  const before = wall - offsetAt(wall - dayMs, timeZone)
  const after = wall - offsetAt(wall + dayMs, timeZone)
  const real = [before, after].filter((moment) => moment + offsetAt(moment, timeZone) === wall)
  return real.length > 0 ? Math.min(...real) : before
}

const dayMs = 86_400_000

function offsetAt(moment: number, timeZone: string): number {
  const [day, time] = clockAt(moment, timeZone)
  return Date.parse(`${day}T${time}Z`) - Math.floor(moment / 60_000) * 60_000
}

/** Day and time (`HH:MM`) on the clocks of a time zone. */
function clockAt(moment: number, timeZone: string): [day: Day, time: string] {
  const parts = formatOf(timeZone)?.formatToParts(moment) ?? []
  const part = (type: string, length: number) =>
    (parts.find((one) => one.type === type)?.value ?? '').padStart(length, '0')
  return [`${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`, `${part('hour', 2)}:${part('minute', 2)}`]
}

/** The place a zone is named after: "Buenos Aires" for America/Argentina/Buenos_Aires. */
function placeOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>()

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(timeZone)) formats.set(timeZone, makeFormat(timeZone))
  return formats.get(timeZone)
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  try {
    return new Intl.DateTimeFormat('en', {
      ...parts,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone,
    })
  } catch {
    return undefined
  }
}
