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
  return generateNKeysBetween(null, sorted[0]?.position ?? null, count)
}

/** The position of a new thing that will stand after all of `sorted`. */
export function positionAtEnd(sorted: readonly Placed[]): string {
  return generateKeyBetween(sorted.at(-1)?.position ?? null, null)
}

/**
 * What puts a thing before `sorted[index]`: its position, and new ones for as few neighbours as possible.
 *
 * Two devices can make the same position, and between equal neighbours there is no room: those of them that are to come
 * after the thing move on as well.
 *
 * @param sorted the neighbours in the order of {@link byPosition}, without the thing
 */
export function placesAt(sorted: readonly Placed[], index: number, id: string): [own: Placed, ...neighbours: Placed[]] {
  const before = sorted[index - 1]?.position ?? null
  const moving = sorted.slice(index).filter(({ position }) => position === before)
  const after = sorted[index + moving.length]?.position ?? null
  const [own, ...others] = generateNKeysBetween(before, after, moving.length + 1)
  return [{ id, position: own ?? '' }, ...moving.map((row, nth) => ({ id: row.id, position: others[nth] ?? '' }))]
}
