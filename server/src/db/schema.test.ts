import assert from 'node:assert/strict'
import { everyDatabase } from '../../test/every-database.ts'

everyDatabase('positions sort by bytes', async (_t, { db }) => {
  const positions = ['a0', 'Zz', 'a1', 'a0V', 'A', 'z']
  const member = { user_id: 'u', role: 'owner', ver: 1 } as const
  await db
    .insertInto('member')
    .values(positions.map((position) => ({ ...member, list_id: position, position })))
    .execute()
  const rows = await db.selectFrom('member').select('position').orderBy('position').execute()
  assert.deepEqual(
    rows.map((row) => row.position),
    ['A', 'Zz', 'a0', 'a0V', 'a1', 'z'],
  )
  const after = await db.selectFrom('member').select('position').where('position', '>', 'Zz').execute()
  assert.equal(after.length, 4)
})

everyDatabase('a moment comes back as the number it was', async (_t, { db }) => {
  const now = Date.now()
  const list = { id: 'l', kind: 'list', name: 'n', color: null, owner_id: 'u', head: 1, ver: 1, open_count: 0 } as const
  await db
    .insertInto('list')
    .values({ ...list, created_at: now, deleted_at: null })
    .execute()
  const row = await db.selectFrom('list').selectAll().executeTakeFirstOrThrow()
  assert.equal(row.created_at, now)
  assert.equal(row.deleted_at, null)
})

everyDatabase('two accounts cannot have the same name', async (_t, { db }) => {
  const add = (id: string) =>
    db
      .insertInto('account')
      .values({
        id,
        username: 'Ada',
        username_key: 'ada',
        display_name: 'Ada',
        role: 'member',
        disabled: 0,
        password_hash: '',
        password_ends_at: null,
        created_at: 0,
        last_seen_at: null,
      })
      .execute()
  await add('1')
  await assert.rejects(add('2'))
})

everyDatabase('every database has an epoch of its own', async (_t, { db }) => {
  const epoch = await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirst()
  assert.match(epoch?.value ?? '', /^[0-9a-f-]{36}$/)
})
