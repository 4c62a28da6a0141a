import { byPosition, positionAt, positionsAt, type Placed } from './position'

function placed(...positions: string[]): Placed[] {
  return positions.map((position, index) => ({ id: `id-${index}`, position }))
}

/** The index at which something with this position would stand. */
function indexOf(position: string, among: readonly Placed[]): number {
  return [...among, { id: 'new', position }].sort(byPosition).findIndex((row) => row.id === 'new')
}

describe('positionAt', () => {
  const rows = placed('Zz', 'a0', 'a1', 'aB', 'aa')

  it.each([0, 1, 2, 3, 4, 5])('finds room before number %i', (index) => {
    expect(indexOf(positionAt(rows, index), rows)).toBe(index)
  })

  it('begins an empty list', () => {
    expect(positionAt([], 0)).toMatch(/^[0-9A-Za-z]+$/)
  })

  it('goes before a run of equal positions, between which there is no room', () => {
    const equals = placed('a0', 'a1', 'a1', 'a1')
    expect(indexOf(positionAt(equals, 3), equals)).toBe(1)
  })

  it('still finds room after inserting a thousand times at the same place', () => {
    const neighbours = placed('a0', 'a1')
    let position = 'a1'
    for (let i = 0; i < 1000; i++) position = positionAt(placed('a0', position), 1)
    expect(indexOf(position, neighbours)).toBe(1)
  })
})

describe('positionsAt', () => {
  it('keeps several new things in their order, all in the same gap', () => {
    const made = positionsAt(placed('a0', 'a1'), 1, 3)
    expect(made).toHaveLength(3)
    expect(['a0', ...made, 'a1'].toSorted()).toEqual(['a0', ...made, 'a1'])
  })
})

describe('byPosition', () => {
  it('compares by code units, not by the alphabet of a language', () => {
    expect(
      placed('a', 'B', 'Z', 'b')
        .sort(byPosition)
        .map((row) => row.position),
    ).toEqual(['B', 'Z', 'a', 'b'])
  })

  it('breaks ties by id', () => {
    const [first, second] = placed('a0', 'a0')
    expect([second, first].sort((a, b) => byPosition(a!, b!))).toEqual([first, second])
  })
})
