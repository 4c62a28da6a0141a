import { positionAt, type Placed } from '../sync/position'

/** A step up or down a list. */
export type Step = -1 | 1

/** Where something comes to stand: its new position, and its place counted from 1 among `of`. */
export type NewPlace = { readonly position: string; readonly place: number; readonly of: number }

/** One step up or down among its neighbours, who are in order; undefined at the end of the list or when it is not there. */
export function stepWithin(sorted: readonly Placed[], id: string, step: Step): NewPlace | undefined {
  const from = sorted.findIndex((row) => row.id === id)
  const to = from + step
  if (from < 0 || to < 0 || to >= sorted.length) return undefined
  const others = sorted.filter((row) => row.id !== id)
  return { position: positionAt(others, to), place: to + 1, of: sorted.length }
}
