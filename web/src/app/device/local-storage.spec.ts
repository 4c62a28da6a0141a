import { isStorageRefused, readItem, removeItem, storeItem } from './local-storage'

const key = 'tally.test'

/** What a browser does that refuses site data, or that is full. */
function refuse(...methods: ('getItem' | 'setItem' | 'removeItem')[]): void {
  for (const method of methods) {
    vi.spyOn(Storage.prototype, method).mockImplementation(() => {
      throw new DOMException('Access is denied', 'SecurityError')
    })
  }
}

describe('local storage', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    removeItem(key)
    localStorage.clear()
  })

  it('keeps what it is given', () => {
    storeItem(key, 'one')
    expect(readItem(key)).toBe('one')
    expect(localStorage.getItem(key)).toBe('one')
    removeItem(key)
    expect(readItem(key)).toBeNull()
  })

  it('keeps it for this tab where the browser refuses', () => {
    refuse('getItem', 'setItem', 'removeItem')
    expect(isStorageRefused()).toBe(true)
    expect(readItem(key)).toBeNull()
    storeItem(key, 'one')
    expect(readItem(key)).toBe('one')
    removeItem(key)
    expect(readItem(key)).toBeNull()
  })

  it('leaves no older value for the next start where it is full', () => {
    storeItem(key, 'old')
    refuse('setItem')
    storeItem(key, 'new')
    expect(readItem(key)).toBe('new')
    expect(localStorage.getItem(key)).toBeNull()
    expect(isStorageRefused()).toBe(false)
  })
})
