import { setImmediate as letOthersIn } from 'node:timers/promises'
import { limits, type TodosQuery } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { invalidInput } from '../http/problem.ts'
import { findFoldedAfter, findTodosAfter, findTodosByIds, type ListHead } from './todo-page-store.ts'
import { matcher } from './todo-search.ts'
import type { ShownTodoRow } from './todo-store.ts'

/** One page of todos, and where the next one begins. */
export type TodoPage = { rows: ShownTodoRow[]; next: string | undefined }

/** Todos whose texts are looked at in one go: the longest notes there may be are 8 MB then. */
const SEARCHED_AT_ONCE = 100

/**
 * Reads one page over the given lists (in id order): list by list, todos by id. Keyset pagination: the cursor is the key
 * of the last todo, so that a page costs the same wherever it is and nothing is seen twice while others write.
 */
export async function readTodoPage(db: Db, lists: readonly ListHead[], query: TodosQuery): Promise<TodoPage> {
  const { limit = limits.page.default } = query
  const read = query.q === undefined ? findTodosAfter : searchIn(query.q)
  let [listId, afterId] = parseCursor(query.after)
  const rows: ShownTodoRow[] = []
  for (const list of lists.filter(({ id }) => id >= listId)) {
    if (list.id !== listId) afterId = ''
    rows.push(...(await read(db, list.id, afterId, query, limit + 1 - rows.length)))
    if (rows.length > limit) return { rows: rows.slice(0, limit), next: cursorOf(rows[limit - 1]) }
  }
  return { rows, next: undefined }
}

/** Finds todos as `findTodosAfter` does, but only those that hold all words of a search. Others are let in on the way. */
function searchIn(search: string): typeof findTodosAfter {
  const matches = matcher(search)
  return async (db, listId, afterId, filter, limit) => {
    const found: string[] = []
    for (let after: string | undefined = afterId; after !== undefined && found.length < limit; ) {
      const searched = await findFoldedAfter(db, listId, after, filter, SEARCHED_AT_ONCE)
      found.push(...searched.filter(({ folded }) => matches(folded)).map(({ id }) => id))
      after = searched.length < SEARCHED_AT_ONCE ? undefined : searched.at(-1)?.id
      await letOthersIn()
    }
    return found.length === 0 ? [] : findTodosByIds(db, listId, found.slice(0, limit))
  }
}

const CURSOR = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/

function parseCursor(after: string | undefined): [listId: string, todoId: string] {
  if (after === undefined) return ['', '']
  const match = CURSOR.exec(after)
  if (!match?.[1] || !match[2]) throw invalidInput('/query/after', 'is not a cursor of this server')
  return [match[1], match[2]]
}

function cursorOf(row: ShownTodoRow | undefined): string | undefined {
  return row && `${row.list_id}.${row.id}`
}
