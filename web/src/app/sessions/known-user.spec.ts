import { knownUserId, passTime, recallUser, rememberUser, renameKnownUser } from './known-user'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 27, 12)
const ada = { id: 'ada-id', displayName: 'Ada' }

describe('whom this device remembers', () => {
  beforeEach(() => {
    localStorage.clear()
    rememberUser(ada, (14 * day) / 1_000, now)
  })
  afterEach(() => localStorage.clear())

  it('opens without the server for as long as the session lasts unused, and not a moment longer', () => {
    expect(recallUser(now + 13 * day)?.displayName).toBe('Ada')
    expect(recallUser(now + 14 * day - 1)?.id).toBe('ada-id')
    expect(recallUser(now + 14 * day)).toBeUndefined()
    expect(knownUserId()).toBeUndefined()
  })

  it('counts anew from each word of the server', () => {
    rememberUser(ada, (2 * day) / 1_000, now + 13 * day)
    expect(recallUser(now + 15 * day - 1)?.id).toBe('ada-id')
    expect(recallUser(now + 15 * day)).toBeUndefined()
  })

  it('does not open longer for a clock that was set back', () => {
    expect(recallUser(now + 10 * day)?.id).toBe('ada-id')
    expect(recallUser(now + 9 * day)).toBeUndefined()
  })

  it('gains nothing by setting the clock back a little, again and again', () => {
    let lasts = 0
    for (let at = now; recallUser(at) && lasts < 1_000; at += day) lasts++
    rememberUser(ada, (14 * day) / 1_000, now)
    let trick = 0
    for (let at = now; recallUser(at) && trick < 1_000; at += day) {
      trick++
      recallUser(at - hour / 2)
    }
    expect(trick).toBe(lasts)
  })

  it('counts the time while pages are open, by the other clock where the first was set back', () => {
    expect(passTime(now + 10 * day, 0)).toBe(true)
    expect(passTime(now + 5 * day, 3 * day)).toBe(true)
    expect(passTime(now + 6 * day - 1, 0)).toBe(true)
    expect(passTime(now + 6 * day, 0)).toBe(false)
    expect(recallUser(now + 6 * day)).toBeUndefined()
  })

  it('is not counted twice by two tabs', () => {
    for (let minute = 1; minute <= 60; minute++) {
      passTime(now + minute * 60_000, 60_000)
      passTime(now + minute * 60_000 + 5, 60_000)
    }
    expect(recallUser(now + 14 * day - 1)?.id).toBe('ada-id')
  })

  it('knows whom an earlier version has remembered, for two weeks', () => {
    localStorage.setItem('tally.user', JSON.stringify(ada))
    expect(recallUser(now)?.displayName).toBe('Ada')
    expect(recallUser(now + 14 * day)).toBeUndefined()
  })

  it('takes another name without another end', () => {
    renameKnownUser('Ada L.', now + day)
    expect(recallUser(now + 14 * day - 1)?.displayName).toBe('Ada L.')
    expect(recallUser(now + 14 * day)).toBeUndefined()
  })

  it('goes on where nothing can be stored', () => {
    const setItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    try {
      rememberUser({ id: 'eve-id', displayName: 'Eve' }, 3600, now)
      expect(recallUser(now)?.displayName).toBe('Eve')
      // What another start would find: not whoever was here before.
      expect(localStorage.getItem('tally.user')).toBeNull()
    } finally {
      setItem.mockRestore()
    }
  })
})
