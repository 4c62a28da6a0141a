import { TestBed } from '@angular/core/testing'
import { dayOf, msUntilMidnight, Today } from './today'

describe('dayOf', () => {
  it('is the local day until the last moment before midnight', () => {
    expect(dayOf(new Date(2026, 10, 24, 23, 59, 59, 999))).toBe('2026-11-24')
    expect(dayOf(new Date(2026, 10, 25, 0, 0, 0, 0))).toBe('2026-11-25')
  })
})

describe('msUntilMidnight', () => {
  it('is never zero', () => {
    expect(msUntilMidnight(new Date(2026, 10, 24, 0, 0))).toBeGreaterThan(22 * 3_600_000)
    expect(msUntilMidnight(new Date(2026, 10, 24, 23, 59, 59, 999))).toBe(1)
  })
})

describe('Today', () => {
  const lateEvening = new Date(2026, 10, 24, 23, 59, 30)

  beforeEach(() => {
    vi.useFakeTimers({ now: lateEvening })
    expect(TestBed.inject(Today).day()).toBe('2026-11-24')
  })
  afterEach(() => vi.useRealTimers())

  it('is the next day from midnight on', () => {
    vi.advanceTimersByTime(29_999)
    expect(TestBed.inject(Today).day()).toBe('2026-11-24')
    vi.advanceTimersByTime(1)
    expect(TestBed.inject(Today).day()).toBe('2026-11-25')
  })

  it.each([
    ['ahead', new Date(2026, 11, 31, 12), '2026-12-31'],
    ['back', new Date(2026, 9, 25, 2, 30), '2026-10-25'],
  ])('follows a clock that is set %s, while somebody looks on', (_where, moment, day) => {
    vi.setSystemTime(moment)
    vi.advanceTimersByTime(5_000)
    expect(TestBed.inject(Today).day()).toBe(day)
  })

  it.each([
    ['the tab is shown again', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['a frozen page goes on', () => document.dispatchEvent(new Event('resume'))],
    ['the window gets the focus', () => window.dispatchEvent(new Event('focus'))],
    ['the page comes back from the cache of the browser', () => window.dispatchEvent(new Event('pageshow'))],
  ])('is right as soon as %s, though no timer ran', (_what, comeBack) => {
    vi.setSystemTime(new Date(2026, 10, 27, 9))
    comeBack()
    expect(TestBed.inject(Today).day()).toBe('2026-11-27')
  })

  it('counts the minutes', () => {
    const before = TestBed.inject(Today).now()
    vi.advanceTimersByTime(5 * 60_000)
    expect(TestBed.inject(Today).now() - before).toBe(5 * 60_000)
  })
})
