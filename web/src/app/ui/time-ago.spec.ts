import { timeAgo } from './time-ago'

describe('timeAgo', () => {
  const now = Date.UTC(2026, 10, 24, 12)
  const minutes = (count: number) => timeAgo(now - count * 60_000, now, 'en')

  it('speaks as people do', () => {
    expect(minutes(0.5)).toBe('just now')
    expect(minutes(1)).toBe('1 minute ago')
    expect(minutes(3 * 60 + 59)).toBe('3 hours ago')
    expect(minutes(25 * 60)).toBe('yesterday')
    expect(minutes(15 * 24 * 60)).toBe('2 weeks ago')
  })

  it('takes the future for a wrong clock', () => {
    expect(minutes(-5)).toBe('just now')
  })
})
