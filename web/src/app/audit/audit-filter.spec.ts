import { toAuditQuery, type AuditFilter } from './audit-filter'

const anything: AuditFilter = { kind: '', user: '', from: '', until: '' }
const user = '01890000-0000-7000-8000-000000000000'

describe('toAuditQuery', () => {
  it('asks for nothing in particular without a filter', () => {
    expect(toAuditQuery(anything)).toEqual({})
  })

  it('takes both days whole, also over the end of a month', () => {
    expect(toAuditQuery({ kind: 'signed-in', user, from: '2026-11-30', until: '2026-11-30' })).toEqual({
      kind: 'signed-in',
      user,
      since: new Date(2026, 10, 30).getTime(),
      until: new Date(2026, 11, 1).getTime(),
    })
  })

  it('leaves out what makes no sense', () => {
    expect(toAuditQuery({ kind: 'gossip', user: 'eve', from: 'yesterday', until: '0001-01-01' })).toEqual({})
  })
})
