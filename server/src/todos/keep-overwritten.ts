import { limits, type BatchOperation } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { newId } from '../http/id.ts'
import { forgetAllButNewest, insertOverwritten } from './overwritten-store.ts'
import type { TodoRow } from './todo-store.ts'

type Patch = Pick<BatchOperation & { type: 'todo.patch' }, 'fields' | 'base'>

/**
 * Keeps the texts that a patch is about to overwrite although its writer has not seen them: what the todo has now is
 * neither what they began with, nor what they wrote. `at` in milliseconds.
 */
export async function keepOverwritten(
  tx: Tx,
  before: TodoRow,
  { fields, base = {} }: Patch,
  { userId, at }: { userId: string; at: number },
): Promise<void> {
  for (const field of ['title', 'notes'] as const) {
    // A title is stored without the blanks around it, while a device may show them still.
    const plain = (text: string | undefined) => (field === 'title' ? text?.trim() : text)
    const [text, seen, written] = [before[field], plain(base[field]), plain(fields[field])]
    if (seen === undefined || seen === plain(text)) continue
    if (written === undefined || written === text || text === '') continue
    const { list_id, id: todo_id } = before
    await insertOverwritten(tx, { list_id, todo_id, id: newId(), field, text, at, by_id: userId })
    await forgetAllButNewest(tx, list_id, todo_id, limits.history.max)
  }
}
