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

  it.each([
    ['the first', () => 0],
    ['the last', (count: number) => count],
    ['the second', () => 1],
    ['the last but one', (count: number) => count - 1],
    ['the middle', (count: number) => Math.floor(count / 2)],
  ])('keeps the order and short positions when thousands of things become %s', (_place, indexIn) => {
    let rows = placed('a0', 'a1')
    const order = rows.map(({ id }) => id)
    for (let n = 0; n < 3000; n++) {
      const index = indexIn(rows.length)
      const places = placesAt(rows, index, `new-${n}`)
      const placedAnew = new Map(places.map((place) => [place.id, place]))
      rows = rows.toSpliced(index, 0, { id: `new-${n}`, position: '' }).map((row) => placedAnew.get(row.id) ?? row)
      order.splice(index, 0, `new-${n}`)
    }
    expect(rows.toSorted(byPosition).map(({ id }) => id)).toEqual(order)
    expect(Math.max(...rows.map(({ position }) => position.length))).toBeLessThanOrEqual(40)
  })

  it.each([0, 1, 2, 3, 4])('makes room before number %i though positions are none', (index) => {
    const broken = placed('', 'a0', 'a00', 'a1', '~')
    const ids = broken.map(({ id }) => id)
    expect(orderWith(broken, index)).toEqual(ids.toSpliced(index, 0, 'new'))
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

  it('passes over positions that are none', () => {
    expect(positionAtEnd(placed('a0', 'zz', 'a1', '~')) > 'a1').toBe(true)
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
