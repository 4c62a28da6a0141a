import assert from 'node:assert/strict'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { addInbox, requireInboxId } from '../lists/list-service.ts'
import { everyDatabase } from '../../test/every-database.ts'
import type { SingleOperation } from './operation.ts'
import { applyOperation } from './sync-service.ts'
import { emptyOldTrash } from './trash-service.ts'

const DAY_MS = 86_400_000
const START = 1_800_000_000_000

everyDatabase('what is in the trash for 30 days goes for good, what is there for less stays', async (_t, { db }) => {
  const userId = newId()
  await inTransaction(db, (tx) => addInbox(tx, userId, START))
  const inbox = await requireInboxId(db, userId)
  const apply = (operation: SingleOperation, at: number) =>
    inTransaction(db, (tx) => applyOperation(tx, { ...operation, id: newId() }, { userId, at }))
  const put = async (title: string) => {
    const key = newId()
    await apply({ type: 'todo.put', listId: inbox, key, fields: { title } }, START)
    return key
  }
  const [old, recent, kept] = [await put('Old'), await put('Recent'), await put('Kept')]
  const list = newId()
  await apply({ type: 'list.put', listId: list, fields: { name: 'Gone' } }, START)
  await apply({ type: 'list.delete', listId: list }, START)
  await apply({ type: 'todo.delete', listId: inbox, key: old }, START)
  await apply({ type: 'todo.delete', listId: inbox, key: recent }, START + 2 * DAY_MS)

  await emptyOldTrash(db, () => START + 31 * DAY_MS)

  const todos = await db.selectFrom('todo').select('id').execute()
  assert.deepEqual(todos.map(({ id }) => id).sort(), [recent, kept].sort())
  const lists = await db.selectFrom('list').select(['id', 'head']).execute()
  assert.deepEqual(
    lists.map(({ id }) => id),
    [inbox],
  )
  const tombstones = await db.selectFrom('tombstone').selectAll().execute()
  assert.deepEqual(
    tombstones.map(({ list_id, id, ver }) => ({ list_id, id, ver })),
    [{ list_id: inbox, id: old, ver: lists[0]?.head }],
  )
})
