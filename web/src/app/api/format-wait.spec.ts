import { formatWait } from './format-wait'

describe('formatWait', () => {
  const tooMany = { code: 'too-many-requests', title: 'Too many attempts: wait a moment' } as const

  it('names the time as people do, and never too short', () => {
    expect(formatWait(tooMany, 1)).toBe('Too many attempts. Try again in a second.')
    expect(formatWait(tooMany, 59)).toBe('Too many attempts. Try again in 59 seconds.')
    expect(formatWait(tooMany, 60)).toBe('Too many attempts. Try again in 1 minute.')
    expect(formatWait(tooMany, 61)).toBe('Too many attempts. Try again in 2 minutes.')
    expect(formatWait(tooMany, 3700)).toBe('Too many attempts. Try again in 2 hours.')
  })

  it('says why', () => {
    expect(formatWait({ code: 'unavailable', title: 'The server is busy: try again in a moment' }, 5)).toBe(
      'Tally is busy. Try again in 5 seconds.',
    )
    expect(formatWait({ code: 'storage-full', title: 'The server has no room left' }, 5)).toBe(
      'The server has no room left. Try again in 5 seconds.',
    )
  })

  it('says what to do where waiting is of no use', () => {
    expect(formatWait({ ...tooMany, detail: 'Ask an admin.' }, 900)).toBe('Too many attempts. Ask an admin.')
  })
})
