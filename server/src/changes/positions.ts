import { generateNKeysBetween } from 'fractional-indexing'
import type { Tx } from '../db/db.ts'
import type { LockedRow } from './locked-lists.ts'
import { findPlacesAbove, findPlacesUpTo, type Place } from './position-store.ts'

/** The longest position that is left alone. Those that Tally makes at an end have 2 to 10 characters. */
const LONG = 48
/** How far to each side new positions are given. */
const REACH = 500

/**
 * Gives the todos around a position that has grown long new and short ones, in the order they have, before others
 * become too long to be sent: a position grows by a character with every few things that are put at one place. At the
 * end of a transaction, since what follows in it goes by the positions as they were, and at one place, so that the cost
 * is bounded.
 */
export async function healPositions(tx: Tx, list: LockedRow): Promise<void> {
  const position = list.longestPosition
  if (position.length <= LONG) return
  const at = { listId: list.id, position, limit: REACH }
  const [below, above] = [await findPlacesUpTo(tx, at), await findPlacesAbove(tx, at)]
  const [before, after] = [endOfCrowd(below), endOfCrowd(above)]
  const crowd = [...below.slice(0, before).reverse(), ...above.slice(0, after)]
  const positions = generateNKeysBetween(below[before]?.position ?? null, above[after]?.position ?? null, crowd.length)
  if (positions.some((made) => made.length > LONG)) return
  const places = crowd.map(({ id }, index) => ({ id, position: positions[index] ?? position }))
  await list.placeTodos(tx, places)
  list.touch()
  list.keep()
}

/** The index of the shortest position, which may stay; behind the last one where the list ends within reach. */
function endOfCrowd(places: readonly Place[]): number {
  if (places.length < REACH) return places.length
  const shortest = Math.min(...places.map(({ position }) => position.length))
  return places.findIndex(({ position }) => position.length === shortest)
}
