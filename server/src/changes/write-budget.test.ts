import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits, type SyncStep } from '@tally/contract'
import { everyDatabase } from '../../test/every-database.ts'
import { shareList } from '../../test/share-list.ts'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer } from '../../test/test-server.ts'
import { insertAccount } from '../accounts/account-service.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { requireInboxId } from '../lists/list-service.ts'
import { purgeExpiredSync } from './purge-expired.ts'
import { applyOperations } from './apply-operations.ts'

const START = 1_800_000_000_000
const DAY_MS = 86_400_000

async function inboxOf(client: TestClient): Promise<string> {
  return (await client.call(contract.listLists)).body[0]?.id ?? ''
}

function put(listId: string): SyncStep & { type: 'todo.put' } {
  return { type: 'todo.put', listId, key: newId(), fields: { title: 'Milk' } }
}

function push(client: TestClient, steps: readonly (SyncStep | contract.SyncBatch)[]) {
  const ops = steps.map((step) => ({ ...step, id: newId() }))
  return client.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops } })
}

function times<Thing>(count: number, make: () => Thing): Thing[] {
  return Array.from({ length: count }, make)
}

everyServer(
  'a person may change so much, and then waits: by push, REST and batch, in all their sessions, and nobody else does',
  async (_t, { as, clock }) => {
    clock.standsAt = Date.now()
    const [phone, laptop, bob] = [await as('ada'), await as('ada'), await as('bob')]
    const inbox = await inboxOf(phone)
    assert.equal(
      (
        await push(
          phone,
          times(6, () => put(inbox)),
        )
      ).status,
      200,
    )
    const ops = times(3, () => put(inbox))
    assert.equal((await push(phone, [{ type: 'batch', listId: inbox, ops }])).status, 200)
    assert.equal((await laptop.call(contract.addTodo, { body: { title: 'Bread' } })).status, 201)

    const pushed = await push(phone, [put(inbox), put(inbox)])
    assert.deepEqual([pushed.status, pushed.problem], [429, 'too-many-requests'])
    assert.equal(pushed.headers.get('retry-after'), '2')
    const added = await laptop.call(contract.addTodo, { body: { title: 'Oats' } })
    assert.deepEqual([added.problem, added.headers.get('retry-after')], ['too-many-requests', '1'])
    const batch = await laptop.call(contract.changeTodos, { body: { operations: times(5, () => put(inbox)) } })
    assert.deepEqual([batch.problem, batch.headers.get('retry-after')], ['too-many-requests', '5'])
    assert.equal((await phone.call(contract.listTodos)).body.length, 10)
    assert.equal((await bob.call(contract.addTodo, { body: { title: 'Bread' } })).status, 201)

    clock.ahead += 2000
    assert.equal((await push(phone, [put(inbox), put(inbox)])).status, 200)
    // More than there can ever be waits for all there can be.
    const most = await push(
      phone,
      times(50, () => put(inbox)),
    )
    assert.equal(most.headers.get('retry-after'), '10')
    clock.ahead += 10_000
    assert.equal(
      (
        await push(
          phone,
          times(50, () => put(inbox)),
        )
      ).status,
      200,
    )
  },
  { TALLY_QUOTA_OPERATIONS: '10', TALLY_QUOTA_OPERATIONS_PER_SECOND: '1' },
)

everyServer(
  'more completed todos than may be changed at once are cleared list by list: each answer, also a 429, gets further',
  async (_t, { as, clock }) => {
    clock.standsAt = Date.now()
    const ada = await as('ada')
    const { body: home } = await ada.call(contract.addList, { body: { name: 'Home' } })
    const fields = { title: 'Milk', completed: true }
    for (const listId of [await inboxOf(ada), home.id]) {
      clock.ahead += 10_000
      const done = await push(
        ada,
        times(10, () => ({ ...put(listId), fields })),
      )
      assert.equal(done.status, 200)
    }
    clock.ahead += 10_000
    const clear = () => ada.call(contract.clearCompleted, { query: { completed: true } })
    const first = await clear()
    assert.deepEqual([first.problem, first.headers.get('retry-after')], ['too-many-requests', '10'])
    assert.equal((await ada.call(contract.listTodos, { query: { completed: true } })).body.length, 10)
    clock.ahead += 10_000
    assert.deepEqual((await clear()).body, { deleted: 10 })
  },
  { TALLY_QUOTA_OPERATIONS: '10', TALLY_QUOTA_OPERATIONS_PER_SECOND: '1' },
)

everyServer(
  'whoever pushes what is refused for a minute leaves no more than the quota lets them',
  async (_t, { as, clock, tally }) => {
    clock.standsAt = Date.now()
    const [ada, eve] = [await as('ada'), await as('eve')]
    const { body: list } = await ada.call(contract.addList, { body: { name: 'Home' } })
    await shareList({ owner: ada, listId: list.id, person: eve, role: 'viewer' })
    const { body: me } = await eve.call(contract.getMe)
    const statuses = new Set<number>()
    const attempt = async () =>
      statuses.add(
        (
          await push(
            eve,
            times(10, () => put(list.id)),
          )
        ).status,
      )
    for (let second = 0; second < 60; second += 10) {
      await Promise.all(times(8, attempt))
      clock.ahead += 10_000
    }
    assert.deepEqual(statuses, new Set([200, 429]))
    const stored = tally.deps.db.selectFrom('operation').select('code').where('user_id', '=', me.id)
    // Accepting the invitation is hers as well, and is not refused.
    const rows = await stored.where('code', 'is not', null).execute()
    assert.deepEqual(new Set(rows.map(({ code }) => code)), new Set(['list-read-only']))
    // Twice for each, and the last push before the budget was used up may have gone beyond it.
    assert.ok(rows.length * 2 <= 100 + 60 + 10, `${rows.length} rows`)
  },
  { TALLY_QUOTA_OPERATIONS: '100', TALLY_QUOTA_OPERATIONS_PER_SECOND: '1' },
)

everyServer(
  'new lists are so many an hour',
  async (_t, { as, clock }) => {
    clock.standsAt = Date.now()
    const ada = await as('ada')
    const add = (by = ada) => by.call(contract.addList, { body: { name: 'Home' } })
    assert.deepEqual([(await add()).status, (await add()).status], [201, 201])
    const refused = await add()
    assert.deepEqual([refused.problem, refused.headers.get('retry-after')], ['too-many-requests', '1800'])
    const pushed = await push(ada, [{ type: 'list.put', listId: newId(), fields: { name: 'Work' } }])
    assert.equal(pushed.status, 429)
    assert.equal((await push(ada, [put(await inboxOf(ada))])).status, 200)
    clock.ahead += 1_800_000
    assert.equal((await add(await as('ada'))).status, 201)
  },
  { TALLY_QUOTA_NEW_LISTS: '2' },
)

everyServer(
  'people are asked into lists so many times an hour, by name and by link',
  async (_t, { as, clock }) => {
    clock.standsAt = Date.now()
    const [ada] = [await as('ada'), await as('bob'), await as('eve')]
    const { body: list } = await ada.call(contract.addList, { body: { name: 'Home' } })
    const share = (username: string, by = ada) =>
      by.call(contract.addMember, { params: { id: list.id }, body: { username, role: 'viewer' as const } })
    assert.equal((await share('bob')).status, 201)
    const refused = await share('eve')
    assert.deepEqual([refused.problem, refused.headers.get('retry-after')], ['too-many-requests', '3600'])
    const link = await ada.call(contract.addListLink, { params: { id: list.id }, body: { role: 'viewer' } })
    assert.equal(link.problem, 'too-many-requests')
    clock.ahead += 3_600_000
    assert.equal((await share('eve', await as('ada'))).status, 201)
  },
  { TALLY_QUOTA_INVITATIONS: '1' },
)

everyDatabase(
  'a refusal is remembered for a week, what was accepted for as long as a device may be away',
  async (_t, { db }) => {
    const draft = { username: 'ada', role: 'member' as const, passwordHash: '', at: START }
    const { id: userId } = await inTransaction(db, (tx) => insertAccount(tx, draft))
    const inbox = await requireInboxId(db, userId)
    const [accepted, refused] = [
      { ...put(inbox), id: newId() },
      { type: 'todo.delete' as const, listId: inbox, key: newId(), id: newId() },
    ]
    await inTransaction(db, (tx) =>
      applyOperations(tx, [accepted, refused], { userId, at: START, directory: 'everyone' }),
    )
    const known = async () =>
      (await db.selectFrom('operation').select('id').orderBy('id').execute()).map(({ id }) => id)
    const forgetAfter = (days: number) => purgeExpiredSync(db, () => START + days * DAY_MS)
    await forgetAfter(limits.refusedVerdictDays)
    assert.deepEqual(await known(), [accepted.id, refused.id].sort())
    await forgetAfter(limits.refusedVerdictDays + 1)
    assert.deepEqual(await known(), [accepted.id])
    await forgetAfter(limits.syncDays + 1)
    assert.deepEqual(await known(), [])
  },
)
