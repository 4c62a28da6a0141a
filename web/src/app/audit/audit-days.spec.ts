import type { AuditEntry } from '@tally/contract'
import { groupByDay } from './audit-days'

function at(id: string, ...[day, hour]: [day: number, hour: number]): AuditEntry {
  const none = { actor: null, subject: null, address: null, device: null, detail: null }
  return { id, at: new Date(2026, 10, day, hour).getTime(), kind: 'signed-in', ...none }
}

describe('groupByDay', () => {
  it('keeps the order, and names the days as people do', () => {
    const entries = [at('d', 24, 9), at('c', 24, 0), at('b', 23, 23), at('a', 9, 12)]
    const days = groupByDay(entries, new Date(2026, 10, 24, 10).getTime(), 'en-GB')
    expect(days.map(({ words, entries: some }) => [words, some.map(({ id }) => id).join('')])).toEqual([
      ['Today', 'dc'],
      ['Yesterday', 'b'],
      [new Date(2026, 10, 9).toLocaleDateString('en-GB', { dateStyle: 'full' }), 'a'],
    ])
  })

  it('has no day without entries', () => {
    expect(groupByDay([], 0)).toEqual([])
  })
})
