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

/**
 * The position of a new thing that will stand before `sorted[index]`.
 *
 * Two devices can make the same position. Between equal neighbours there is no room, so the new thing goes before the
 * whole run of equals.
 *
 * @param sorted the neighbours in the order of {@link byPosition}, without the thing that is being placed
 */
export function positionAt(sorted: readonly Placed[], index: number): string {
  return generateKeyBetween(...gapAt(sorted, index))
}

/** Positions for `count` new things that will stand before `sorted[index]`, in their order; see {@link positionAt}. */
export function positionsAt(sorted: readonly Placed[], index: number, count: number): string[] {
  return generateNKeysBetween(...gapAt(sorted, index), count)
}

function gapAt(sorted: readonly Placed[], index: number): [before: string | null, after: string | null] {
  const after = sorted[index]?.position ?? null
  const before = sorted.slice(0, index).findLast((neighbour) => neighbour.position !== after)
  return [before?.position ?? null, after]
}
