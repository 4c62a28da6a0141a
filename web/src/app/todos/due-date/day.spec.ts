import { addDays, daysBetween, startOfNextWeek } from './day'

describe('addDays', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected)
    expect(daysBetween(day, expected)).toBe(count)
  })
})

describe('startOfNextWeek', () => {
  it('is a Monday where weeks begin on Monday', () => {
    expect(startOfNextWeek('2026-11-24', 'en-GB')).toBe('2026-11-30')
  })

  it('is a Sunday where weeks begin on Sunday', () => {
    expect(startOfNextWeek('2026-11-24', 'en-US')).toBe('2026-11-29')
  })

  it('is a whole week away on the first day of a week', () => {
    expect(startOfNextWeek('2026-11-30', 'en-GB')).toBe('2026-12-07')
  })
})
