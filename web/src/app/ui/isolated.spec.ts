import { isolated } from './isolated'

describe('isolated', () => {
  it('keeps what runs from right to left, or turns the direction, to itself', () => {
    for (const text of ['לקנות חלב (2 ליטר)!', 'شراء', 'abc\u202E']) expect(isolated(text)).toBe(`\u2068${text}\u2069`)
  })

  it('leaves everything else as it is', () => {
    expect(isolated('Get Milk!')).toBe('Get Milk!')
  })
})
