import { waitMs } from './ask-again'

describe('the wait before asking again', () => {
  it('grows up to a minute, and half of it is chance', () => {
    const longest = [1, 2, 3, 7, 2_000].map((times) => waitMs({ times, retryAfter: undefined }, 1))
    expect(longest).toEqual([1_000, 2_000, 4_000, 60_000, 60_000])
    expect(waitMs({ times: 3, retryAfter: undefined }, 0)).toBe(2_000)
  })

  it('is never shorter than the server has asked for', () => {
    expect(waitMs({ times: 1, retryAfter: 90 }, 0)).toBe(90_000)
    expect(waitMs({ times: 9, retryAfter: 1 }, 1)).toBe(2_000)
  })
})
