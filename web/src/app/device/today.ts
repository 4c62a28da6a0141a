import { DestroyRef, inject, Service, signal } from '@angular/core'
import { lookAtZone } from './time-zone'

/** A day in no particular time zone, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

/** The day it is at this moment where the person is. */
export function dayOf(moment: Date): Day {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Milliseconds from this moment to the next local midnight; a day of 23 or 25 hours counts as what it is. */
export function msUntilMidnight(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + 1).getTime() - moment.getTime()
}

/** How often the clock is looked at, in milliseconds: whoever sets it, or travels, sees the right day at once. */
const step = 5_000
const minuteMs = 60_000

/**
 * The day it is, here and now, and the minute. The clock is looked at all the time, and when somebody comes back: no
 * timer to midnight fires in time after a sleep, in a hidden tab, or when the clock or the time zone was set.
 */
@Service()
export class Today {
  private readonly minute = signal(minuteNow())
  private readonly current = signal(dayOf(new Date()))
  private readonly currentZone = signal(lookAtZone())

  readonly day = this.current.asReadonly()
  /** Milliseconds since 1970, of the minute it is: for words such as “5 minutes ago”. */
  readonly now = this.minute.asReadonly()

  /** The time zone of this device (IANA). */
  readonly zone = this.currentZone.asReadonly()

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const now = new Date()
      this.minute.set(minuteNow())
      this.current.set(dayOf(now))
      this.currentZone.set(lookAtZone())
      clearTimeout(timer)
      timer = setTimeout(look, Math.min(step, msUntilMidnight(now)))
    }
    look()
    const events = [
      [document, 'visibilitychange'],
      [document, 'resume'],
      [window, 'focus'],
      [window, 'pageshow'],
    ] as const
    for (const [target, name] of events) target.addEventListener(name, look)
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(timer)
      for (const [target, name] of events) target.removeEventListener(name, look)
    })
  }
}

function minuteNow(): number {
  return Math.floor(Date.now() / minuteMs) * minuteMs
}
