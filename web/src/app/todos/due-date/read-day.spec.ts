import { readDay } from './read-day'

describe('readDay', () => {
  it.each([
    ['2026-12-24', '2026-12-24'],
    ['0026-12-24', '2026-12-24'],
    ['0000-02-29', '2000-02-29'],
    ['0099-01-01', '2099-01-01'],
    ['1970-01-01', '1970-01-01'],
    ['2100-12-31', '2100-12-31'],
    ['1969-12-31', undefined],
    ['2101-01-01', undefined],
    ['0202-12-24', undefined],
    ['20261-12-24', undefined],
    ['', undefined],
  ])('reads %j as %j', (value, day) => {
    expect(readDay(value)).toBe(day)
  })
})
