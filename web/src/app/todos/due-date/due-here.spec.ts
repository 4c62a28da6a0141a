import { dayIn, dueHere, momentOf } from './due-here'

function due(dueOn: string | null, dueTime: string | null, timeZone: string | null) {
  return { dueOn, dueTime, timeZone }
}

describe('dueHere', () => {
  it.each([
    // 23:30 in Berlin is 22:30 UTC in winter, 21:30 in summer.
    ['Asia/Tokyo', '2026-11-27', '2026-11-28', '07:30'],
    ['America/Los_Angeles', '2026-11-27', '2026-11-27', '14:30'],
    ['Asia/Tokyo', '2026-07-27', '2026-07-28', '06:30'],
    ['Asia/Kathmandu', '2026-11-27', '2026-11-28', '04:15'],
    ['Pacific/Kiritimati', '2026-12-31', '2027-01-01', '12:30'],
  ])('shows 23:30 in Berlin to somebody in %s, %s', (here, day, dayThere, time) => {
    expect(dueHere(due(day, '23:30', 'Europe/Berlin'), here)).toEqual({
      dueOn: dayThere,
      dueTime: time,
      elsewhere: { time: '23:30', place: 'Berlin' },
    })
  })

  it('names no place whose clocks show the same', () => {
    const paris = due('2026-11-27', '23:30', 'Europe/Paris')
    expect(dueHere(paris, 'Europe/Berlin')).toBe(paris)
    const berlin = due('2026-11-27', '23:30', 'Europe/Berlin')
    expect(dueHere(berlin, 'Europe/Berlin')).toBe(berlin)
  })

  it.each([
    ['a day', due('2026-11-27', null, 'Europe/Berlin')],
    ['a time without a zone', due('2026-11-27', '23:30', null)],
    ['nothing', due(null, null, null)],
    ['a zone that nobody knows', due('2026-11-27', '23:30', 'Mars/Olympus_Mons')],
  ])('leaves %s as it is', (_, given) => {
    expect(dueHere(given, 'Asia/Tokyo')).toBe(given)
  })

  it('says the name of a place as people write it', () => {
    const { elsewhere } = dueHere(due('2026-11-27', '12:00', 'America/Argentina/Buenos_Aires'), 'Europe/Berlin')
    expect(elsewhere?.place).toBe('Buenos Aires')
  })
})

describe('momentOf', () => {
  it.each([
    ['before the gap', '2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59Z'],
    ['in the gap', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30Z'],
    ['after the gap', '2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00Z'],
    ['the first of two', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30Z'],
    ['after both', '2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00Z'],
    ['in a gap west of Greenwich', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30Z'],
    ['the first of two west of Greenwich', '2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30Z'],
    ['in a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45Z'],
    ['at midnight', '2026-11-27', '00:00', 'Europe/Berlin', '2026-11-26T23:00Z'],
    ['on a day that a zone skipped', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00Z'],
  ])('%s', (_, day, time, zone, moment) => {
    expect(new Date(momentOf(day, time, zone) ?? NaN).toISOString()).toBe(new Date(moment).toISOString())
  })
})

describe('dayIn', () => {
  it('is the day on the clocks there', () => {
    const moment = Date.parse('2026-11-27T22:00Z')
    expect(dayIn('Asia/Tokyo', moment)).toBe('2026-11-28')
    expect(dayIn('America/Los_Angeles', moment)).toBe('2026-11-27')
    expect(dayIn('Mars/Olympus_Mons', moment)).toBeUndefined()
  })
})
