import { isFresh, keepToken } from './access-token'

describe('an access token', () => {
  const token = keepToken({ token: 'a.b.c', expiresIn: 300 }, 1_000)

  it('lives from the moment it was asked for', () => {
    expect(token.deadline).toBe(301_000)
  })

  it('is renewed once less than 30 seconds are left', () => {
    expect(isFresh(token, 271_000)).toBe(true)
    expect(isFresh(token, 271_001)).toBe(false)
  })

  it('that lives for 30 seconds or less is used for half of its life', () => {
    const short = keepToken({ token: 'a.b.c', expiresIn: 10 }, 1_000)
    expect(isFresh(short, 1_000)).toBe(true)
    expect(isFresh(short, 6_000)).toBe(true)
    expect(isFresh(short, 6_001)).toBe(false)
  })

  it('is not fresh after its end, as after a night in which the laptop slept', () => {
    expect(isFresh(token, 40_000_000)).toBe(false)
  })
})
