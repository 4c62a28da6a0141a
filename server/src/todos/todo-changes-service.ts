import type { GoneTodo, Todo } from '@tally/contract'
import type { Db } from '../db/db.ts'
import {
  findTodosAfterPlace,
  findTodoSizesSince,
  findTombstonesBetween,
  findTombstonesSince,
} from './todo-changes-store.ts'
import { toTodo } from './to-todo.ts'

/** `ver`: everything up to there is in it. `bytes`: what its todos come to as JSON, roughly. */
export type TodoChanges = { ver: number; todos: (Todo | GoneTodo)[]; bytes: number }

/** What there is room for in an answer. */
export type Room = { readonly rows: number; readonly bytes: number }

/** The JSON of a todo without its texts, and of one that is gone, in bytes. */
const TODO_BYTES = 600
const GONE_BYTES = 80
/** Todos that are read in one go: 10 MB at the most. */
const READ_AT_ONCE = 128

type Size = { readonly ver: number; readonly bytes: number }

/**
 * What changed in a list after a `ver`, in the order of `ver`: what there is room for, cut between two `ver`. Where
 * already the first one has more, it comes whole when `isFirst`, and nothing does otherwise. From the beginning
 * (`reset`) nothing is gone.
 */
export async function readTodoChanges(
  db: Db,
  listId: string,
  since: { ver: number; reset: boolean },
  { head, room, isFirst }: { head: number; room: Room; isFirst: boolean },
): Promise<TodoChanges | undefined> {
  const range = { listId, after: since.ver, limit: room.rows + 1 }
  const todos = (await findTodoSizesSince(db, range)).map(({ ver, bytes }) => ({ ver, bytes: TODO_BYTES + bytes }))
  const gone = since.reset ? [] : (await findTombstonesSince(db, range)).map(({ ver }) => ({ ver, bytes: GONE_BYTES }))
  const sizes = [...todos, ...gone].sort(byVer)
  const { ver = isFirst ? sizes[0]?.ver : undefined, bytes } = lastFitting(sizes, room, head)
  if (ver === undefined) return undefined
  const [changed, away] = [
    todos.length > 0 ? await readTodos(db, listId, since.ver, ver) : [],
    gone.length > 0 ? await findTombstonesBetween(db, { listId, after: since.ver, upTo: ver }) : [],
  ]
  return { ver, todos: [...changed, ...away.map(toGone)].sort(byVer), bytes }
}

/**
 * The last `ver` there is room for, `head` where there is for all, and the bytes up to it; undefined where already the
 * first is too much.
 */
function lastFitting(sizes: readonly Size[], room: Room, head: number): { ver: number | undefined; bytes: number } {
  let [bytes, fitting] = [0, { ver: undefined as number | undefined, bytes: 0 }]
  for (const [index, size] of sizes.entries()) {
    const before = sizes[index - 1]
    if (before && before.ver < size.ver) fitting = { ver: before.ver, bytes }
    bytes += size.bytes
    if (index >= room.rows || bytes > room.bytes) return fitting
  }
  return { ver: head, bytes }
}

async function readTodos(db: Db, listId: string, after: number, upTo: number): Promise<Todo[]> {
  const todos: Todo[] = []
  for (let place = { ver: after + 1, id: '' }; ; ) {
    const rows = await findTodosAfterPlace(db, { listId, ...place, upTo, limit: READ_AT_ONCE })
    todos.push(...rows.map(toTodo))
    const last = rows.at(-1)
    if (!last || rows.length < READ_AT_ONCE) return todos
    place = { ver: last.ver, id: last.id }
  }
}

function byVer(one: { ver: number }, other: { ver: number }): number {
  return one.ver - other.ver
}

function toGone({ id, ver }: { id: string; ver: number }): GoneTodo {
  return { id, ver, gone: true }
}
