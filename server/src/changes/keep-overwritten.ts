import { limits, type BatchOperation } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { newId } from '../http/id.ts'
import { forgetAllButNewest, insertOverwritten } from './overwritten-store.ts'
import type { TodoRow } from '../db/schema.ts'

type Patch = {
  fields: (BatchOperation & { type: 'todo.patch' })['fields']
  base: (BatchOperation & { type: 'todo.patch' })['base'] | undefined
}
type Unseen = { field: 'title' | 'notes'; text: string }

/**
 * The texts that a patch is about to overwrite although its writer has not seen them: what the todo has now is neither
 * what they began with, nor what they wrote.
 */
export function findUnseen(before: TodoRow, { fields, base = {} }: Patch): Unseen[] {
  return (['title', 'notes'] as const)
    .map((field) => ({ field, text: before[field] }))
    .filter(({ field, text }) => {
      // A title is stored without the blanks around it, while a device may show them still.
      const plain = (words: string | undefined) => (field === 'title' ? words?.trim() : words)
      const [seen, written] = [plain(base[field]), plain(fields[field])]
      if (seen === undefined || seen === plain(text)) return false
      return written !== undefined && written !== text && text !== ''
    })
}

/** Keeps texts of a todo; gives back how many bytes of older ones were forgotten for them. `at` in milliseconds. */
export async function keepOverwritten(
  tx: Tx,
  { list_id, id: todo_id }: TodoRow,
  unseen: readonly Unseen[],
  { userId, at }: { userId: string; at: number },
): Promise<number> {
  let forgotten = 0
  for (const { field, text } of unseen) {
    await insertOverwritten(tx, { list_id, todo_id, id: newId(), field, text, at, by_id: userId })
    forgotten += await forgetAllButNewest(tx, list_id, todo_id, limits.history.max)
  }
  return forgotten
}
