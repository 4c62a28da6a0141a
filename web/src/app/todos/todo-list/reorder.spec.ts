import { byPosition, type Placed } from '../../sync/position'
import { stepWithin, type Step } from './reorder'

const rows = placed('a0', 'a1', 'a2')

/** Rows called 1, 2, 3 … */
function placed(...positions: string[]): Placed[] {
  return positions.map((position, index) => ({ id: `${index + 1}`, position }))
}

/** The order of `all` after a step. */
function orderAfter(id: string, step: Step, seen = rows, all = seen): string | undefined {
  const moved = stepWithin(seen, all, id, step)
  if (!moved) return undefined
  const positions = new Map(moved.positions.map((place) => [place.id, place.position]))
  return all
    .map((row) => ({ id: row.id, position: positions.get(row.id) ?? row.position }))
    .sort(byPosition)
    .map((row) => row.id)
    .join('')
}

describe('stepWithin', () => {
  it('trades places with the neighbour', () => {
    expect(orderAfter('2', -1)).toBe('213')
    expect(orderAfter('2', 1)).toBe('132')
    expect(orderAfter('1', 1)).toBe('213')
    expect(orderAfter('3', -1)).toBe('132')
  })

  it('goes past one neighbour only where two devices have made the same position', () => {
    const equals = placed('a0', 'a1', 'a1', 'a2')
    expect(orderAfter('1', 1, equals)).toBe('2134')
    expect(orderAfter('2', 1, equals)).toBe('1324')
    expect(orderAfter('3', -1, equals)).toBe('1324')
    expect(orderAfter('4', -1, equals)).toBe('1243')
  })

  it('goes past what is hidden as well, without a position that something hidden has', () => {
    const all = placed('a0', 'a1', 'a2', 'a3')
    const seen = all.filter(({ id }) => id !== '2')
    expect(orderAfter('1', 1, seen, all)).toBe('2314')
    expect(orderAfter('3', -1, seen, all)).toBe('3124')
    const positions = stepWithin(seen, all, '4', -1)?.positions.map(({ position }) => position)
    expect(all.map(({ position }) => position)).not.toContain(positions?.[0])
  })

  it('says the new place, counted from one', () => {
    expect(stepWithin(rows, rows, '1', 1)).toMatchObject({ place: 2, of: 3 })
  })

  it('stays at the ends', () => {
    expect(stepWithin(rows, rows, '1', -1)).toBeUndefined()
    expect(stepWithin(rows, rows, '3', 1)).toBeUndefined()
    expect(stepWithin(rows, rows, 'gone', 1)).toBeUndefined()
  })
})
