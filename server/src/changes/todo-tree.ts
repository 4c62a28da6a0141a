import { limits } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { invalidInput, type Problem } from '../http/problem.ts'
import { findChildIds, findParentId } from './todo-store.ts'

const { levels, below: mostBelow } = limits.subtasks
/** More than a list can have. */
const MANY = 1_000_000

/**
 * Makes sure that a todo may be below a parent: another todo of the list that is not below itself, at most
 * `limits.subtasks.levels` deep with all that is below it, and with no more than `limits.subtasks.below` todos below
 * the one at the top, those in the trash counted. Throws Problem `invalid-input`. Reads no more than those bounds,
 * however deep or wide old data is.
 */
export async function requirePlaceBelow(tx: Tx, listId: string, id: string, parentId: string): Promise<void> {
  const above = await findAbove(tx, listId, id, parentId)
  const own = await findBelow(tx, listId, id, limits.subtasks)
  if (above.length + own.levels > levels) throw tooDeep()
  const top = above.at(-1) ?? parentId
  const all = await findBelow(tx, listId, top, limits.subtasks)
  const isThere = all.ids.has(id)
  if (all.ids.size + (isThere ? 0 : 1 + own.ids.size) > mostBelow) {
    throw invalidInput('/body/parentId', `has more than ${mostBelow} todos below it, or below the one at the top`)
  }
}

/** The parent and what is above it, the nearest first. */
async function findAbove(tx: Tx, listId: string, id: string, parentId: string): Promise<string[]> {
  const above: string[] = []
  for (let next: string | null = parentId; next !== null; ) {
    if (next === id) throw invalidInput('/body/parentId', 'is the todo itself or below it')
    if (above.length === levels) throw tooDeep()
    const row = await findParentId(tx, listId, next)
    if (!row) throw invalidInput('/body/parentId', 'is not in the list')
    above.push(next)
    next = row.parent_id
  }
  return above
}

function tooDeep(): Problem {
  return invalidInput('/body/parentId', `would make more than ${levels} levels of subtasks`)
}

/**
 * What is below a todo, the nearest first, and on how many levels: all of it, or within bounds no more than one level
 * and one todo more than those. Ends also where old data goes in a circle.
 */
export async function findBelow(
  tx: Tx,
  listId: string,
  id: string,
  { levels: mostLevels, below: most }: { levels: number; below: number } = { levels: Infinity, below: MANY },
): Promise<{ ids: Set<string>; levels: number }> {
  const ids = new Set<string>()
  let depth = 0
  for (let level = [id]; depth <= mostLevels && ids.size <= most; depth += 1) {
    const children = await findChildIds(tx, listId, level, most + 1)
    level = children.filter((child) => child !== id && !ids.has(child))
    if (level.length === 0) break
    for (const child of level) ids.add(child)
  }
  return { ids, levels: depth }
}
