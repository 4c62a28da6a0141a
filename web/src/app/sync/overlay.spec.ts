import { withChanges } from './overlay'

type Row = { id: string; title: string; done: boolean }
const milk: Row = { id: '1', title: 'Milk', done: false }
const bread: Row = { id: '2', title: 'Bread', done: false }
const rows = new Map([milk, bread].map((row) => [row.id, row]))

describe('withChanges', () => {
  it('is the very same map when nothing is pending', () => {
    expect(withChanges(rows, [])).toBe(rows)
  })

  it('puts changes on top in their order and leaves the rows of the server alone', () => {
    const seen = withChanges(rows, [
      { id: '1', fields: { title: 'Oat milk' } },
      { id: '1', fields: { done: true } },
      { id: '1', fields: { title: 'Oat milk, two' } },
    ])
    expect(seen.get('1')).toEqual({ id: '1', title: 'Oat milk, two', done: true })
    expect(rows.get('1')).toEqual({ id: '1', title: 'Milk', done: false })
  })

  it('keeps the identity of what did not change', () => {
    expect(withChanges(rows, [{ id: '1', fields: { done: true } }]).get('2')).toBe(bread)
  })

  it('shows a new row and the changes made to it before it was saved', () => {
    const eggs: Row = { id: '3', title: 'Egs', done: false }
    const seen = withChanges(rows, [
      { id: '3', row: eggs },
      { id: '3', fields: { title: 'Eggs' } },
    ])
    expect(seen.get('3')?.title).toBe('Eggs')
  })

  it('shows nothing for a change of a row that is gone', () => {
    expect(withChanges(rows, [{ id: '9', fields: { done: true } }]).has('9')).toBe(false)
  })
})
