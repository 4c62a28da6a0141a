import { dayHeading, formatDue, exactDay, formatTime } from './due-date'

const tuesday = '2026-11-24'

describe('formatDue', () => {
  it.each([
    ['2026-11-22', '22 Nov'],
    ['2026-11-23', 'Yesterday'],
    ['2026-11-24', 'Today'],
    ['2026-11-25', 'Tomorrow'],
    ['2026-11-26', 'Thu'],
    ['2026-11-30', 'Mon'],
    ['2026-12-01', '1 Dec'],
    ['2027-01-03', '3 Jan 2027'],
  ])('%s is "%s"', (day, words) => {
    expect(formatDue(day, tuesday, 'en-GB')).toBe(words)
  })

  it('orders a date as the locale does', () => {
    expect(formatDue('2026-12-03', tuesday, 'en-US')).toBe('Dec 3')
  })

  it('does not slip by a day over New Year or a change to summer time', () => {
    expect(formatDue('2027-01-01', '2026-12-31', 'en-GB')).toBe('Tomorrow')
    expect(formatDue('2026-03-30', '2026-03-29', 'en-GB')).toBe('Tomorrow')
  })
})

describe('exactDay', () => {
  it('names weekday, day, month and year', () => {
    expect(exactDay('2026-12-03', 'en-GB')).toMatch(/^Thursday,? 3 December 2026$/)
  })
})

describe('dayHeading', () => {
  it('is near in words and far in figures', () => {
    expect(dayHeading('2026-11-25', tuesday, 'en-GB')).toBe('Tomorrow')
    expect(dayHeading('2026-12-03', tuesday, 'en-GB')).toBe('Thursday 3 December')
    expect(dayHeading('2027-01-03', tuesday, 'en-GB')).toBe('3 January 2027')
  })
})

describe('formatTime', () => {
  it('reads the clock as people there do', () => {
    expect(formatTime('17:05', 'en-GB')).toBe('17:05')
    expect(formatTime('17:05', 'en-US')).toMatch(/^5:05\sPM$/)
  })
})
