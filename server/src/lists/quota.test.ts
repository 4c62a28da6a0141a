import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import { limits, type Quota } from '@tally/contract'
import { assertCountersHold } from '../../test/counted-rows.ts'
import { everyDatabase, openFreshDatabase } from '../../test/every-database.ts'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer } from '../../test/test-server.ts'
import { insertAccount } from '../accounts/account-service.ts'
import type { Db } from '../db/db.ts'
import { quotas } from '../db/migrations/0007-quotas.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import type { BatchedOperations, SingleOperation } from '../changes/operation.ts'
import { applyOperations } from '../changes/apply-operations.ts'
import { purgeExpiredTrash } from '../changes/purge-trash.ts'
import { purgeExpiredOverwritten } from '../changes/purge-expired.ts'
import { removeListsOf } from '../changes/departure.ts'
import { requireInboxId } from './list-service.ts'

const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000

type Step = SingleOperation | BatchedOperations
type Pusher = { readonly userId: string; readonly push: (...steps: Step[]) => Promise<string[]> }

/** Somebody with an account and an Inbox, and what they can do within a quota. */
async function person(db: Db, username: string, quota: Partial<Quota> = {}) {
  const draft = { username, role: 'member' as const, passwordHash: '', at: NOW }
  const { id: userId } = await inTransaction(db, (tx) => insertAccount(tx, draft))
  const inbox = await requireInboxId(db, userId)
  const push = async (...steps: Step[]): Promise<string[]> => {
    const operations = steps.map((step) => ({ ...step, id: newId() }))
    const verdicts = await inTransaction(db, (tx) =>
      applyOperations(tx, operations, { userId, at: NOW, directory: 'everyone' }, { ...limits.quota, ...quota }),
    )
    return verdicts.map((verdict) =>
      verdict.ok ? 'ok' : [verdict.problem.code, verdict.problem.options.quota].join(' '),
    )
  }
  const addList = async (name: string) => {
    const listId = newId()
    assert.deepEqual(await push({ type: 'list.put', listId, fields: { name } }), ['ok'])
    return listId
  }
  /** Invites somebody, or offers them the list; answers the verdict on their acceptance. */
  const share = async (listId: string, other: Pusher, role: contract.ListRole): Promise<string[]> => {
    assert.deepEqual(await push({ type: 'member.put', listId, key: other.userId, fields: { role } }), ['ok'])
    return other.push({ type: 'invitation.accept', listId })
  }
  return { userId, inbox, push, addList, share }
}

function put(listId: string, fields: Partial<contract.TodoDraft> = {}, key = newId()): Step & { key: string } {
  return { type: 'todo.put', listId, key, fields: { title: 'Milk', ...fields } }
}

everyDatabase('a list takes as many todos as it may have, those in the trash, too', async (_t, { db }) => {
  const { inbox, push } = await person(db, 'ada', { todosInList: 3 })
  const first = put(inbox)
  assert.deepEqual(await push(first, put(inbox), put(inbox), put(inbox)), [
    'ok',
    'ok',
    'ok',
    'quota-reached todosInList',
  ])
  const { key } = first
  const trash = { type: 'todo.delete', listId: inbox, key } as const
  assert.deepEqual(await push(trash, put(inbox)), ['ok', 'quota-reached todosInList'])
  assert.deepEqual(await push({ type: 'todo.restore', listId: inbox, key }), ['ok'])
  await assertCountersHold(db)
})

everyDatabase(
  'a batch that does not fit leaves nothing, and what comes after it in a push does',
  async (_t, { db }) => {
    const { inbox, push } = await person(db, 'ada', { todos: 3 })
    const ops = [put(inbox), put(inbox), put(inbox), put(inbox)] as BatchedOperations['ops']
    const verdicts = await push({ type: 'batch', listId: inbox, ops }, put(inbox))
    assert.deepEqual(verdicts, ['quota-reached todos', 'ok'])
    await assertCountersHold(db)
  },
)

everyDatabase('the todos of all lists are counted, and moving one between them costs nothing', async (_t, { db }) => {
  const { inbox, push, addList } = await person(db, 'ada', { todos: 3 })
  const home = await addList('Home')
  const moved = put(inbox)
  assert.deepEqual(await push(moved, put(home), put(inbox), put(home)), ['ok', 'ok', 'ok', 'quota-reached todos'])
  const move = { type: 'todo.move', listId: inbox, key: moved.key, fields: { listId: home } } as const
  assert.deepEqual(await push(move, put(inbox)), ['ok', 'quota-reached todos'])
  await assertCountersHold(db)
})

everyDatabase(
  'there are as many lists as there may be, and the same list again is the one that is there',
  async (_t, { db }) => {
    const { push, addList } = await person(db, 'ada', { lists: 2 })
    const home = await addList('Home')
    const add = (listId: string) => ({ type: 'list.put', listId, fields: { name: 'Work' } }) as const
    assert.deepEqual(await push(add(newId()), add(home)), ['quota-reached lists', 'ok'])
    assert.deepEqual(await push({ type: 'list.delete', listId: home }, add(newId())), ['ok', 'quota-reached lists'])
  },
)

everyDatabase('text is counted in bytes, and may always become less', async (_t, { db }) => {
  const room = Buffer.byteLength('Inbox') + Buffer.byteLength('Milk[]')
  const { inbox, push } = await person(db, 'ada', { textBytes: room + 30 })
  const todo = put(inbox)
  const patch = (fields: contract.TodoFields, base?: { notes: string }) =>
    ({ type: 'todo.patch', listId: inbox, key: todo.key, fields, ...(base && { base }) }) as const
  assert.deepEqual(await push(todo, patch({ notes: '€'.repeat(10) })), ['ok', 'ok'])
  for (const more of [patch({ notes: '€'.repeat(11) }), patch({ title: 'Milks' }), patch({ labels: ['a'] })]) {
    assert.deepEqual(await push(more), ['quota-reached textBytes'])
  }
  assert.deepEqual(await push({ type: 'list.put', listId: newId(), fields: { name: 'X' } }), [
    'quota-reached textBytes',
  ])
  // What is overwritten unseen is kept, and counts.
  assert.deepEqual(await push(patch({ notes: 'short' }, { notes: 'never seen' })), ['quota-reached textBytes'])
  assert.deepEqual(await push(patch({ notes: '', completed: true }), patch({ notes: '€€' })), ['ok', 'ok'])
  await assertCountersHold(db)
})

everyDatabase('what others write into a list is charged to its owner', async (_t, { db }) => {
  const [ada, bob] = [await person(db, 'ada', { todos: 2 }), await person(db, 'bob', { todos: 2 })]
  const home = await ada.addList('Home')
  await ada.share(home, bob, 'editor')
  assert.deepEqual(await bob.push(put(home), put(home), put(home)), ['ok', 'ok', 'quota-reached todos'])
  const own = put(bob.inbox)
  assert.deepEqual(await bob.push(own, put(bob.inbox)), ['ok', 'ok'])
  const move = { type: 'todo.move', listId: bob.inbox, key: own.key, fields: { listId: home } } as const
  assert.deepEqual(await bob.push(move), ['quota-reached todos'])
  await assertCountersHold(db)
})

everyDatabase('a list is handed over only to somebody who has room for it', async (_t, { db }) => {
  const [ada, bob] = [await person(db, 'ada', { todos: 3 }), await person(db, 'bob', { todos: 3 })]
  const home = await ada.addList('Home')
  await ada.share(home, bob, 'editor')
  assert.deepEqual(await ada.push(put(home), put(home)), ['ok', 'ok'])
  const two = [put(bob.inbox), put(bob.inbox)]
  assert.deepEqual(await bob.push(...two), ['ok', 'ok'])
  assert.deepEqual(await ada.share(home, bob, 'owner'), ['quota-reached todos'])
  const work = await ada.addList('Work')
  await ada.share(work, bob, 'editor')
  // In one push: the list is charged to its new owner from then on.
  const offer = { type: 'member.put', listId: work, key: bob.userId, fields: { role: 'owner' } } as const
  assert.deepEqual(await ada.push(put(work), offer), ['ok', 'ok'])
  const accept = { type: 'invitation.accept', listId: work } as const
  assert.deepEqual(await bob.push(accept, put(work)), ['ok', 'quota-reached todos'])
  assert.deepEqual(await ada.push(put(ada.inbox)), ['ok'])
  await assertCountersHold(db)
})

everyDatabase('what the trash and the history lose for good makes room again', async (_t, { db }) => {
  const quota = { todos: 2 }
  const { inbox, push } = await person(db, 'ada', quota)
  const [gone, kept] = [put(inbox, { notes: 'Gone', labels: ['shop'] }), put(inbox)]
  const overwrite = (key: string, title: string) =>
    ({ type: 'todo.patch', listId: inbox, key, fields: { title }, base: { title: 'Never seen' } }) as const
  await push(gone, kept, overwrite(gone.key, 'Oats'), overwrite(kept.key, 'Wheat'), overwrite(kept.key, 'Rye'))
  await push({ type: 'todo.delete', listId: inbox, key: gone.key })
  assert.deepEqual(await push(put(inbox)), ['quota-reached todos'])
  await purgeExpiredOverwritten(db, () => NOW + (limits.history.days + 1) * DAY_MS)
  assert.deepEqual(await db.selectFrom('overwritten').selectAll().execute(), [])
  await assertCountersHold(db)
  await purgeExpiredTrash(db, () => NOW + (limits.trashDays + 1) * DAY_MS)
  await assertCountersHold(db)
  assert.deepEqual(await push(put(inbox)), ['ok'])
})

everyDatabase('whatever people do, the counters are what the rows say', async (_t, { db }) => {
  const [ada, bob] = [await person(db, 'ada'), await person(db, 'bob')]
  const home = await ada.addList('Home')
  await ada.share(home, bob, 'editor')
  const [list, other] = [ada.inbox, home]
  const keys = Array.from({ length: 12 }, () => newId())
  // The same walk every time, through every kind of change, refused ones among them.
  let state = 1
  const below = (count: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % count
  }
  const pick = <Thing>(things: readonly [Thing, ...Thing[]]): Thing => things[below(things.length)] ?? things[0]
  const step = (): BatchedOperations['ops'][number] => {
    const [listId, to] = pick([
      [list, other],
      [other, list],
    ])
    const key = keys[below(keys.length)] ?? ''
    const title = pick(['Milk', 'Brød', '牛乳'])
    const parentId = pick([null, keys[below(keys.length)] ?? ''])
    return pick<BatchedOperations['ops'][number]>([
      { type: 'todo.put', listId, key, fields: { title, parentId, notes: 'x'.repeat(below(50)), labels: ['a'] } },
      {
        type: 'todo.patch',
        listId,
        key,
        fields: { title, notes: 'y'.repeat(below(50)) },
        base: { title: '', notes: '' },
      },
      { type: 'todo.patch', listId, key, fields: { completed: pick([true, false]), labels: pick([[], ['b', 'ü']]) } },
      { type: 'todo.delete', listId, key },
      { type: 'todo.restore', listId, key },
      { type: 'todo.move', listId, key, fields: { listId: to } },
    ])
  }
  for (let round = 0; round < 40; round += 1) {
    const who = pick([ada, bob])
    const ops = Array.from({ length: 3 }, step)
    await who.push(...Array.from({ length: 5 }, step), { type: 'batch', listId: ops[0]?.listId ?? list, ops })
    await ada.push({ type: 'list.patch', listId: home, fields: { name: 'H'.repeat(1 + below(20)) } })
  }
  const kinds = await db
    .selectFrom('operation')
    .select(sql<number>`count(distinct code)`.as('count'))
    .executeTakeFirst()
  assert.ok((kinds?.count ?? 0) > 1)
  await assertCountersHold(db)
  await ada.share(home, bob, 'owner')
  await inTransaction(db, (tx) => removeListsOf(tx, bob.userId, NOW))
  await assertCountersHold(db)
})

everyDatabase('the counters of a database that had none are those of its rows', async (_t, { db }) => {
  const { inbox, push } = await person(db, 'ada')
  const todo = put(inbox, { notes: '牛乳', labels: ['shop'] })
  const fields = { title: 'Oats' }
  await push(todo, put(inbox), { type: 'todo.patch', listId: inbox, key: todo.key, fields, base: { title: 'Wheat' } })
  for (const index of ['list_owner', 'operation_refused']) await sql`drop index ${sql.id(index)}`.execute(db)
  for (const column of ['todo_count', 'text_bytes']) {
    await sql`alter table list drop column ${sql.id(column)}`.execute(db)
  }
  await inTransaction(db, (tx) => quotas.up(tx))
  await assertCountersHold(db)
  const list = await db.selectFrom('list').select('todo_count').where('id', '=', inbox).executeTakeFirst()
  assert.equal(list?.todo_count, 2)
})

everyServer(
  'whoever has no room is told which quota it is, by push, REST and batch',
  async (_t, { as }) => {
    const ada = await as('ada')
    const device = new TestDevice(ada)
    const inbox = (await ada.call(contract.listLists)).body[0]?.id ?? ''
    const step = { type: 'todo.put' as const, listId: inbox, key: newId(), fields: { title: 'Milk' } }
    const refused = { id: newId(), ...step, key: newId() }
    const [, first] = await device.push(step, refused)
    const verdict = { id: refused.id, ok: false, code: 'quota-reached', quota: 'todosInList' } as const
    assert.deepEqual(first, verdict)
    assert.deepEqual(await device.push(refused), [{ ...verdict, dup: true }])
    const answer = await ada.send('POST', '/api/todos', { body: { title: 'Bread' } })
    const problem = (await answer.json()) as contract.ProblemBody
    assert.deepEqual([answer.status, problem.code, problem.quota], [409, 'quota-reached', 'todosInList'])
    const operations = [{ ...step, key: newId() }]
    assert.equal((await ada.call(contract.changeTodos, { body: { operations } })).problem, 'quota-reached')
    assert.equal((await ada.call(contract.addList, { body: { name: 'Home' } })).problem, 'quota-reached')
    assert.deepEqual((await ada.call(contract.getUsage)).body, {
      lists: { used: 1, max: 1 },
      todos: { used: 1, max: limits.quota.todos },
      textBytes: { used: Buffer.byteLength('InboxMilk[]'), max: limits.quota.textBytes },
    })
  },
  { TALLY_QUOTA_LIST_TODOS: '1', TALLY_QUOTA_LISTS: '1' },
)

test('the totals of an owner are read by an index', async (t) => {
  const { db } = await openFreshDatabase(t, 'sqlite')
  const plan = await sql<{ detail: string }>`
    explain query plan select count(*), sum(todo_count) from list where owner_id = 'a'`.execute(db)
  assert.match(plan.rows.map(({ detail }) => detail).join(), /list_owner/)
})
