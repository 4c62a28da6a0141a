import { byPosition } from '../sync/position'
import { stepWithin, type Step } from './reorder'

const rows = ['a0', 'a1', 'a2'].map((position, index) => ({ id: `${index + 1}`, position }))

function orderAfter(id: string, step: Step): string | undefined {
  const moved = stepWithin(rows, id, step)
  return (
    moved &&
    rows
      .map((row) => (row.id === id ? { id, position: moved.position } : row))
      .sort(byPosition)
      .map((row) => row.id)
      .join('')
  )
}

describe('stepWithin', () => {
  it('trades places with the neighbour', () => {
    expect(orderAfter('2', -1)).toBe('213')
    expect(orderAfter('2', 1)).toBe('132')
    expect(orderAfter('1', 1)).toBe('213')
    expect(orderAfter('3', -1)).toBe('132')
  })

  it('says the new place, counted from one', () => {
    expect(stepWithin(rows, '1', 1)).toMatchObject({ place: 2, of: 3 })
  })

  it('stays at the ends', () => {
    expect(stepWithin(rows, '1', -1)).toBeUndefined()
    expect(stepWithin(rows, '3', 1)).toBeUndefined()
    expect(stepWithin(rows, 'gone', 1)).toBeUndefined()
  })
})
