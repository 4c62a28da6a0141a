import { limits, type TodosQuery } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { invalidInput } from '../http/problem.ts'
import { findTodosAfter, type ListHead } from './todo-page-store.ts'
import { matcher } from './todo-search.ts'
import type { TodoRow } from './todo-store.ts'

/** One page of todos, and where the next one begins. */
export type TodoPage = { rows: TodoRow[]; next: string | undefined }

const SEARCHED_AT_ONCE = 500

/**
 * Reads one page over the given lists (in id order): list by list, todos by id. Keyset pagination: the cursor is the key
 * of the last todo, so that a page costs the same wherever it is and nothing is seen twice while others write.
 */
export async function readTodoPage(db: Db, lists: readonly ListHead[], query: TodosQuery): Promise<TodoPage> {
  const { limit = limits.page.default, q } = query
  const matches = q === undefined ? undefined : matcher(q)
  let [listId, afterId] = parseCursor(query.after)
  const rows: TodoRow[] = []
  for (const list of lists.filter(({ id }) => id >= listId)) {
    if (list.id !== listId) afterId = ''
    for (;;) {
      const wanted = matches ? SEARCHED_AT_ONCE : limit + 1 - rows.length
      const found = await findTodosAfter(db, list.id, afterId, query, wanted)
      for (const row of found) {
        if (matches && !matches(row)) continue
        rows.push(row)
        if (rows.length > limit) return { rows: rows.slice(0, limit), next: cursorOf(rows[limit - 1]) }
      }
      const last = found.at(-1)
      if (!last || found.length < wanted) break
      afterId = last.id
    }
  }
  return { rows, next: undefined }
}

const CURSOR = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/

function parseCursor(after: string | undefined): [listId: string, todoId: string] {
  if (after === undefined) return ['', '']
  const match = CURSOR.exec(after)
  if (!match?.[1] || !match[2]) throw invalidInput('/query/after', 'is not a cursor of this server')
  return [match[1], match[2]]
}

function cursorOf(row: TodoRow | undefined): string | undefined {
  return row && `${row.list_id}.${row.id}`
}
