import { placesAt, type Placed } from '../../sync/position'

/** A step up or down a list. */
export type Step = -1 | 1

/** Where something comes to stand: who gets which position, itself first, and its place counted from 1 among `of`. */
export type NewPlace = { readonly positions: readonly Placed[]; readonly place: number; readonly of: number }

/**
 * One step up or down; undefined at the end of the list or when it is not there.
 *
 * @param seen what the person sees, in order: it goes past one of these
 * @param all these and those that are hidden, in order: they keep their places, too
 */
export function stepWithin(
  seen: readonly Placed[],
  all: readonly Placed[],
  id: string,
  step: Step,
): NewPlace | undefined {
  const from = seen.findIndex((row) => row.id === id)
  const passed = seen[from + step]
  if (from < 0 || !passed) return undefined
  const others = all.filter((row) => row.id !== id)
  const index = others.findIndex((row) => row.id === passed.id) + (step > 0 ? 1 : 0)
  return { positions: placesAt(others, index, id), place: from + step + 1, of: seen.length }
}
