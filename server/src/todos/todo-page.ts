import { setImmediate as letOthersIn } from 'node:timers/promises'
import { limits, type TodosQuery } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { invalidInput } from '../http/problem.ts'
import { findFoldedBetween, findIdsAfter, findTodosBetween, findTodosByIds, type ListHead } from './todo-page-store.ts'
import { matcher } from './todo-search.ts'
import type { ShownTodoRow } from './todo-store.ts'

/** One page of todos, and where the next one begins. */
export type TodoPage = { rows: ShownTodoRow[]; next: string | undefined }

/** Todos that one statement looks at, whether they fit or not: 10 MB of text at the most. */
const READ_AT_ONCE = 128
/** The JSON of a todo without its texts, in bytes. */
const TODO_BYTES = 600

/**
 * Reads one page over the given lists (in id order): list by list, todos by id. Keyset pagination: the cursor is the
 * key of the last todo, so that a page costs the same wherever it is and nothing is seen twice while others write. It
 * ends at its limit or at `limits.answer.bytes`, whichever is first; one todo always fits.
 */
export async function readTodoPage(db: Db, lists: readonly ListHead[], query: TodosQuery): Promise<TodoPage> {
  const { limit = limits.page.default } = query
  const read = query.q === undefined ? findTodosBetween : searchIn(query.q)
  let [listId, afterId] = parseCursor(query.after)
  const rows: ShownTodoRow[] = []
  let bytes = 0
  for (const list of lists.filter(({ id }) => id >= listId)) {
    if (list.id !== listId) afterId = ''
    for (;;) {
      const ids = await findIdsAfter(db, { listId: list.id, after: afterId, limit: READ_AT_ONCE })
      const last = ids.at(-1)
      if (!last) break
      const range = { listId: list.id, after: afterId, upTo: last.id }
      for (const row of await read(db, range, query, limit + 1 - rows.length)) {
        bytes += bytesOf(row)
        const isFull = rows.length === limit || (rows.length > 0 && bytes > limits.answer.bytes)
        if (isFull) return { rows, next: cursorOf(rows.at(-1)) }
        rows.push(row)
      }
      if (ids.length < READ_AT_ONCE) break
      afterId = last.id
    }
  }
  return { rows, next: undefined }
}

/**
 * Finds todos as `findTodosBetween` does, but only those that hold all words of a search. Others are let in on the way.
 */
function searchIn(search: string): typeof findTodosBetween {
  const matches = matcher(search)
  return async (db, range, filter, limit) => {
    const searched = await findFoldedBetween(db, range, filter)
    await letOthersIn()
    const found = searched.filter(({ folded }) => matches(folded)).slice(0, limit)
    return found.length === 0
      ? []
      : findTodosByIds(
          db,
          range.listId,
          found.map(({ id }) => id),
        )
  }
}

const CURSOR = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/

function parseCursor(after: string | undefined): [listId: string, todoId: string] {
  if (after === undefined) return ['', '']
  const match = CURSOR.exec(after)
  if (!match?.[1] || !match[2]) throw invalidInput('/query/after', 'is not a cursor of this server')
  return [match[1], match[2]]
}

function bytesOf({ title, notes, labels }: ShownTodoRow): number {
  return TODO_BYTES + Buffer.byteLength(title) + Buffer.byteLength(notes) + Buffer.byteLength(labels)
}

function cursorOf(row: ShownTodoRow | undefined): string | undefined {
  return row && `${row.list_id}.${row.id}`
}
