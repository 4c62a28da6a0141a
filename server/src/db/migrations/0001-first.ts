import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { createTable } from './create-table.ts'

/** All tables of the first release; `schema.ts` says what they mean. */
export const first: Migration = {
  async up(db: Kysely<Meta>) {
    await createTable(db, 'meta', ['key'], { key: 'text', value: 'text' })

    await createTable(db, 'account', ['id'], {
      id: 'text',
      username: 'text',
      username_key: 'text',
      display_name: 'text',
      role: 'text',
      disabled: 'integer',
      password_hash: 'text',
      created_at: 'integer',
      last_seen_at: 'integer or null',
    })
    await db.schema.createIndex('account_username_key').unique().on('account').column('username_key').execute()

    await createTable(db, 'session', ['user_id', 'id'], {
      user_id: 'text',
      id: 'text',
      counter: 'integer',
      rotated_at: 'integer',
      remember: 'integer',
      device: 'text',
      created_at: 'integer',
      last_used_at: 'integer',
      idle_ends_at: 'integer',
      ends_at: 'integer',
      revoked_at: 'integer or null',
      stale_at: 'integer or null',
    })
    await db.schema.createIndex('session_id').on('session').column('id').execute()

    await createTable(db, 'list', ['id'], {
      id: 'text',
      kind: 'text',
      name: 'text',
      color: 'text or null',
      owner_id: 'text',
      head: 'integer',
      ver: 'integer',
      open_count: 'integer',
      created_at: 'integer',
      deleted_at: 'integer or null',
    })

    await createTable(db, 'member', ['list_id', 'user_id'], {
      list_id: 'text',
      user_id: 'text',
      role: 'text',
      position: 'text',
      ver: 'integer',
    })
    await db.schema.createIndex('member_user').on('member').column('user_id').execute()

    await createTable(db, 'todo', ['list_id', 'id'], {
      list_id: 'text',
      id: 'text',
      title: 'text',
      notes: 'text',
      completed: 'integer',
      completed_at: 'integer or null',
      due_on: 'text or null',
      due_time: 'text or null',
      time_zone: 'text or null',
      repeat: 'text or null',
      priority: 'integer',
      labels: 'text',
      parent_id: 'text or null',
      assignee_id: 'text or null',
      position: 'text',
      created_at: 'integer',
      created_by: 'text',
      updated_at: 'integer',
      deleted_at: 'integer or null',
      ver: 'integer',
    })
    await db.schema.createIndex('todo_id').on('todo').column('id').execute()
    await db.schema.createIndex('todo_position').on('todo').columns(['list_id', 'position']).execute()
    await db.schema.createIndex('todo_ver').on('todo').columns(['list_id', 'ver']).execute()
    await sql`create index todo_parent on todo (list_id, parent_id) where parent_id is not null`.execute(db)
    await sql`create index todo_trash on todo (deleted_at) where deleted_at is not null`.execute(db)

    await createTable(db, 'tombstone', ['list_id', 'id'], { list_id: 'text', id: 'text', ver: 'integer' })
    await db.schema.createIndex('tombstone_ver').on('tombstone').columns(['list_id', 'ver']).execute()

    await createTable(db, 'operation', ['list_id', 'id'], {
      list_id: 'text',
      id: 'text',
      user_id: 'text',
      at: 'integer',
      ver: 'integer or null',
      code: 'text or null',
    })

    await db.insertInto('meta').values({ key: 'epoch', value: randomUUID() }).execute()
  },
}

type Meta = { meta: { key: string; value: string } }
