import type { GoneTodo, Todo } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { findTodosOfVer, findTodosSince, findTombstonesOfVer, findTombstonesSince } from './todo-changes-store.ts'
import { toTodo } from './to-todo.ts'

/** `ver`: everything up to there is in it. */
export type TodoChanges = { ver: number; todos: (Todo | GoneTodo)[] }

/**
 * What changed in a list after a `ver`, in the order of `ver`: at most `room` rows, cut between two `ver`. Where already the first
 * one has more, it comes whole when `isFirst`, and nothing does otherwise. From the beginning (`reset`) nothing is gone.
 */
export async function readTodoChanges(
  db: Db,
  listId: string,
  since: { ver: number; reset: boolean },
  { head, room, isFirst }: { head: number; room: number; isFirst: boolean },
): Promise<TodoChanges | undefined> {
  const range = { listId, after: since.ver, limit: room + 1 }
  const todos = (await findTodosSince(db, range)).map(toTodo)
  const gone = since.reset ? [] : (await findTombstonesSince(db, range)).map(toGone)
  const all = gone.length === 0 ? todos : [...todos, ...gone].sort((one, other) => one.ver - other.ver)
  const first = all[room]
  if (!first) return { ver: head, todos: all }
  // The first row there is no room for: its `ver` and what comes after it have to wait.
  const fitting = all.slice(0, room).filter(({ ver }) => ver < first.ver)
  const last = fitting.at(-1)
  if (last) return { ver: last.ver, todos: fitting }
  return isFirst ? readWhole(db, listId, first.ver, since.reset) : undefined
}

/** All of one `ver`. */
async function readWhole(db: Db, listId: string, ver: number, reset: boolean): Promise<TodoChanges> {
  const todos = (await findTodosOfVer(db, { listId, ver })).map(toTodo)
  const gone = reset ? [] : (await findTombstonesOfVer(db, { listId, ver })).map(toGone)
  return { ver, todos: [...todos, ...gone] }
}

function toGone({ id, ver }: { id: string; ver: number }): GoneTodo {
  return { id, ver, gone: true }
}
