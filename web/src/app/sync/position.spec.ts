import { byPosition, placesAt, positionAtEnd, positionsAtTop, type Placed } from './position'

function placed(...positions: string[]): Placed[] {
  return positions.map((position, index) => ({ id: `id-${index}`, position }))
}

/** The order of the ids once something called `new` was put before number `index`. */
function orderWith(rows: readonly Placed[], index: number): string[] {
  const places = placesAt(rows, index, 'new')
  const placedAnew = new Map(places.map((place) => [place.id, place]))
  const others = rows.filter(({ id }) => !placedAnew.has(id))
  return [...others, ...places].sort(byPosition).map(({ id }) => id)
}

describe('placesAt', () => {
  const rows = placed('Zz', 'a0', 'a1', 'aB', 'aa')

  it.each([0, 1, 2, 3, 4, 5])('finds room before number %i, and leaves the neighbours alone', (index) => {
    const ids = rows.map(({ id }) => id)
    expect(orderWith(rows, index)).toEqual(ids.toSpliced(index, 0, 'new'))
    expect(placesAt(rows, index, 'new')).toHaveLength(1)
  })

  it('begins an empty list', () => {
    const [{ position }, ...others] = placesAt([], 0, 'new')
    expect(position).toMatch(/^[0-9A-Za-z]+$/)
    expect(others).toEqual([])
  })

  it.each([0, 1, 2, 3, 4, 5])('makes room before number %i among equal positions', (index) => {
    const equals = placed('a0', 'a1', 'a1', 'a1', 'a2')
    const ids = equals.map(({ id }) => id)
    expect(orderWith(equals, index)).toEqual(ids.toSpliced(index, 0, 'new'))
  })

  it('moves only the equal ones behind the thing', () => {
    const equals = placed('a0', 'a1', 'a1', 'a1', 'a2')
    expect(placesAt(equals, 3, 'new').map(({ id }) => id)).toEqual(['new', 'id-3'])
  })

  it('makes room at the end of a list of equals, too', () => {
    const equals = placed('a0', 'a0')
    expect(orderWith(equals, 1)).toEqual(['id-0', 'new', 'id-1'])
  })

  it('still finds room after inserting a thousand times at the same place', () => {
    let position = 'a1'
    for (let i = 0; i < 1000; i++) position = placesAt(placed('a0', position), 1, 'new')[0].position
    expect([position, 'a0', 'a1'].sort()).toEqual(['a0', position, 'a1'])
  })
})

describe('positionsAtTop', () => {
  it('keeps several new things in their order, before all others', () => {
    const made = positionsAtTop(placed('a0', 'a0', 'a1'), 3)
    expect(made).toHaveLength(3)
    expect([...made, 'a0'].toSorted()).toEqual([...made, 'a0'])
  })
})

describe('positionAtEnd', () => {
  it('is after all others', () => {
    expect(positionAtEnd(placed('a0', 'a1', 'a1')) > 'a1').toBe(true)
  })

  it('begins an empty list', () => {
    expect(positionAtEnd([])).toMatch(/^[0-9A-Za-z]+$/)
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
