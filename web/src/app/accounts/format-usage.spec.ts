import type { Usage } from '@tally/contract'
import { formatAmount, formatFullness, usageLine } from './format-usage'

function usage(parts: Partial<Usage> = {}): Usage {
  return {
    lists: { used: 12, max: 500 },
    todos: { used: 340, max: 50_000 },
    textBytes: { used: 1_234_567, max: 200_000_000 },
    ...parts,
  }
}

describe('the words for what somebody uses', () => {
  it('count lists and todos, and give text in megabytes', () => {
    expect(usageLine(usage())).toBe('12 lists · 340 todos · 1.2 MB')
    expect(usageLine(usage({ lists: { used: 1, max: 500 }, todos: { used: 1, max: 10 } }))).toMatch(
      /^1 list · 1 todo · /,
    )
    expect(formatAmount('todos', 12_345)).toBe('12,345')
  })

  it('never round a little text to nothing', () => {
    expect([0, 1, 49_999, 50_000].map((bytes) => formatAmount('textBytes', bytes))).toEqual([
      '0 MB',
      'under 0.1 MB',
      'under 0.1 MB',
      '0.1 MB',
    ])
  })

  it('say from four fifths on that it is nearly full, and at the end that it is full', () => {
    const at = (used: number) => usage({ todos: { used, max: 10 } })
    expect(usageLine(at(7))).not.toContain('full')
    expect(usageLine(at(8))).toMatch(/ · nearly full$/)
    expect(usageLine(at(10))).toMatch(/ · full$/)
    const words = [7, 8, 10, 11].map((used) => formatFullness('todos', { used, max: 10 }).split('.')[0])
    expect(words).toEqual(['', 'Nearly full', 'Full', 'Full'])
  })
})
