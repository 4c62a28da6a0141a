import { uuidV7 } from './uuid-v7'

describe('uuidV7', () => {
  it('begins with the time, then says version 7 and variant 10', () => {
    expect(uuidV7(0x0199_abcd_ef01)).toMatch(/^0199abcd-ef01-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('sorts by the time it was made', () => {
    const moments = [0, 1, 2 ** 32 - 1, 2 ** 32, Date.UTC(2026, 0), Date.UTC(2126, 0)]
    const ids = moments.map((moment) => uuidV7(moment))
    expect(ids.toSorted()).toEqual(ids)
  })

  it('never makes the same id twice in a millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => uuidV7(7))).size).toBe(1000)
  })
})
