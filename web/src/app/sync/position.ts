import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** What has a place among its neighbours: a fractional index, ties broken by the id. */
export type Placed = { readonly id: string; readonly position: string }

/** The order of placed things: by code units (localeCompare would put "a" before "B"), then by id. */
export function byPosition(a: Placed, b: Placed): number {
  return compareText(a.position, b.position) || compareText(a.id, b.id)
}

/** Compares two texts by their code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Positions for `count` new things that will stand, in their order, before all of `sorted`. */
export function positionsAtTop(sorted: readonly Placed[], count: number): string[] {
  return generateNKeysBetween(null, sorted.find(isSound)?.position ?? null, count)
}

/** The position of a new thing that will stand after all of these. */
export function positionAtEnd(placed: Iterable<Placed>): string {
  let last: string | null = null
  for (const one of placed) if ((last === null || one.position > last) && isSound(one)) last = one.position
  return generateKeyBetween(last, null)
}

/** The longest position that is made where there is another way: the server takes 200 characters. */
const LONG = 40
/** How many neighbours to each side may be moved for a short one. */
const REACH = 500

/**
 * What puts a thing before `sorted[index]`: its position, and new ones for as few neighbours as possible.
 *
 * Two devices can make the same position, and between equal neighbours there is no room: those of them that are to come
 * after the thing move on as well. A position grows by a character with every few things that are put at one place:
 * once they are long, the neighbours on both sides are placed anew with short ones, as are those whose position is
 * none.
 *
 * @param sorted the neighbours in the order of {@link byPosition}, without the thing
 */
export function placesAt(sorted: readonly Placed[], index: number, id: string): [own: Placed, ...neighbours: Placed[]] {
  for (let reach = 0; ; reach = 2 * reach + 8) {
    const start = Math.max(0, index - reach)
    const before = sorted[start - 1]?.position ?? null
    let end = Math.min(sorted.length, index + reach)
    while (end < sorted.length && before !== null && compareText(sorted[end]?.position ?? '', before) <= 0) end++
    const moving = [...sorted.slice(start, index), { id }, ...sorted.slice(index, end)]
    const positions = keysBetween(before, sorted[end]?.position ?? null, moving.length)
    const isShort = positions?.every((position) => position.length <= LONG)
    if (!positions || (!isShort && reach < REACH && end - start < sorted.length)) continue
    const places = moving.map((row, nth) => ({ id: row.id, position: positions[nth] ?? '' }))
    const [own] = places.splice(index - start, 1)
    return [own ?? { id, position: '' }, ...places]
  }
}

function keysBetween(before: string | null, after: string | null, count: number): string[] | undefined {
  try {
    return generateNKeysBetween(before, after, count)
  } catch {
    return undefined
  }
}

/** Whether others can be put beside a position. Old data may have one that is none. */
function isSound({ position }: Placed): boolean {
  return keysBetween(position, null, 1) !== undefined
}
