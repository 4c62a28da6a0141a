import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { limits } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { PIECE } from '../db/in-pieces.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { requireInboxId } from '../lists/list-service.ts'
import { addInbox } from './list-changes.ts'
import { deleteMemberRows, erasePartOfList } from './purge-store.ts'
import { everyDatabase, openFreshDatabase } from '../../test/every-database.ts'
import { until } from '../../test/until.ts'
import { purgeExpiredSync } from './purge-expired.ts'
import type { SingleOperation } from './operation.ts'
import { applyOperations } from './apply-operations.ts'
import { purgeExpiredTrash } from './purge-trash.ts'

const DAY_MS = 86_400_000
const START = 1_800_000_000_000

/** Somebody with an Inbox, and what they do. */
async function somebody(db: Db) {
  const userId = newId()
  await inTransaction(db, (tx) => addInbox(tx, userId, START))
  const inbox = await requireInboxId(db, userId)
  const apply = (operation: SingleOperation, at: number) =>
    inTransaction(db, (tx) =>
      applyOperations(tx, [{ ...operation, id: newId() }], { userId, at, directory: 'everyone' }),
    )
  const put = async (title: string, listId = inbox) => {
    const key = newId()
    await apply({ type: 'todo.put', listId, key, fields: { title } }, START)
    return key
  }
  return { inbox, apply, put }
}

everyDatabase('what is in the trash for 30 days goes for good, what is there for less stays', async (_t, { db }) => {
  const { inbox, apply, put } = await somebody(db)
  const [old, recent, kept] = [await put('Old'), await put('Recent'), await put('Kept')]
  const list = newId()
  await apply({ type: 'list.put', listId: list, fields: { name: 'Gone' } }, START)
  await apply({ type: 'list.delete', listId: list }, START)
  await apply({ type: 'todo.delete', listId: inbox, key: old }, START)
  await apply({ type: 'todo.delete', listId: inbox, key: recent }, START + 2 * DAY_MS)

  await purgeExpiredTrash(db, () => START + 31 * DAY_MS)

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

test('a list that goes for good while the trash is emptied keeps nothing else in the trash', async (t) => {
  const { db } = await openFreshDatabase(t, 'postgres')
  const { inbox, apply, put } = await somebody(db)
  const listId = newId()
  await apply({ type: 'list.put', listId, fields: { name: 'Going' } }, START)
  for (const place of [listId, inbox]) {
    await apply({ type: 'todo.delete', listId: place, key: await put('Old', place) }, START)
  }

  const [done, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const erased = inTransaction(db, async (tx) => {
    await deleteMemberRows(tx, listId)
    await erasePartOfList(tx, listId, 100)
    done.resolve()
    await release.promise
  })
  await done.promise
  const emptied = purgeExpiredTrash(db, () => START + 31 * DAY_MS)
  await until('the trash waits for the list', 5000, async () => (await waiting(db)) === 1)
  release.resolve()
  await Promise.all([erased, emptied])
  assert.deepEqual(await db.selectFrom('todo').select('id').execute(), [])
})

/** How many transactions wait for another one. */
async function waiting(db: Db): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.waiting ?? 0
}

everyDatabase('what goes in pieces goes whole, and its list is for nobody from the beginning', async (_t, { db }) => {
  const { inbox, apply, put } = await somebody(db)
  const list = newId()
  await apply({ type: 'list.put', listId: list, fields: { name: 'Gone' } }, START)
  for (let count = 0; count < 2 * PIECE + 1; count += 1) {
    await apply({ type: 'todo.delete', listId: inbox, key: await put('Old') }, START)
    await put('In the list', list)
  }
  await apply({ type: 'list.delete', listId: list }, START)
  await inTransaction(db, (tx) => deleteMemberRows(tx, list))

  await purgeExpiredTrash(db, () => START + 31 * DAY_MS)
  assert.deepEqual(await db.selectFrom('todo').select('id').execute(), [])
  assert.deepEqual(
    (await db.selectFrom('list').select('id').execute()).map(({ id }) => id),
    [inbox],
  )
  assert.deepEqual(await db.selectFrom('operation').select('id').where('list_id', '=', list).execute(), [])
  const gone = () => db.selectFrom('tombstone').select('id').execute()
  assert.equal((await gone()).length, 2 * PIECE + 1)

  await purgeExpiredSync(db, () => START + (31 + limits.syncDays + 1) * DAY_MS)
  assert.deepEqual(await gone(), [])
  assert.deepEqual(await db.selectFrom('operation').select('id').execute(), [])
  const { head, floor } = await db.selectFrom('list').select(['head', 'floor']).executeTakeFirstOrThrow()
  assert.equal(floor, head)
})
