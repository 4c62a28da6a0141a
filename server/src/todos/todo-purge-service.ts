import type { Db } from '../db/db.ts'
import { inPieces, PIECE } from '../db/in-pieces.ts'
import { countRemoved, countUp, lockFloor } from '../changes/locked-lists.ts'
import { removeOverwritten } from '../changes/overwritten-store.ts'
import {
  buryTodo,
  findDeletedBefore,
  findListsWithDeletedBefore,
  findListsWithTombstonesBefore,
  removeTombstonesBefore,
} from '../changes/todo-store.ts'

/**
 * Takes todos out of the trash for good that were deleted before `moment`; `at` is now (milliseconds). Replicas hear of
 * it: each leaves a tombstone under a new `ver` of its list. Piece by piece, so that no writer waits long.
 */
export async function purgeTodosDeletedBefore(db: Db, moment: number, at: number): Promise<void> {
  for (const { list_id: listId } of await findListsWithDeletedBefore(db, moment)) {
    await inPieces(db, async (tx) => {
      const ver = await countUp(tx, listId)
      if (ver === undefined) return false
      const todos = await findDeletedBefore(tx, listId, moment, PIECE)
      let bytes = 0
      for (const todo of todos) {
        await buryTodo(tx, listId, todo.id, ver, at)
        bytes += todo.bytes + (await removeOverwritten(tx, listId, todo.id))
      }
      await countRemoved(tx, listId, { todos: todos.length, bytes })
      return todos.length === PIECE
    })
  }
}

/**
 * Forgets tombstones from before a moment (milliseconds). A replica that has not seen them yet cannot know any more
 * what it has to drop: the list notes up to which `ver` that is so.
 */
export async function forgetTombstonesBefore(db: Db, moment: number): Promise<void> {
  for (const { list_id: listId } of await findListsWithTombstonesBefore(db, moment)) {
    await inPieces(db, async (tx) => {
      const raiseFloor = await lockFloor(tx, listId)
      const removed = await removeTombstonesBefore(tx, listId, moment, PIECE)
      await raiseFloor(Math.max(0, ...removed))
      return removed.length === PIECE
    })
  }
}
