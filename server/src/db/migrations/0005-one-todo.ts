import { randomUUIDv7 } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { engineOf } from '../engine-of.ts'
import { createTable } from './create-table.ts'
import type { Step } from './step.ts'

/**
 * A todo's id belongs to one todo of the whole instance, and the id of an operation to one person. Until now a todo's
 * id was checked within its list only, so that somebody who had seen one could give it to a todo of their own.
 */
export const oneTodo: Step = {
  async up(db: Kysely<Tables>, report) {
    const twins = await findTwins(db)
    const lists = Map.groupBy(twins, (twin) => twin.list_id)
    for (const [listId, inList] of lists) await giveNewIds(db, listId, inList)
    if (twins.length > 0) {
      report(`${twins.length} todos in ${lists.size} lists had the id of another todo and have one of their own now`)
    }
    await db.schema.dropIndex('todo_id').execute()
    await db.schema.createIndex('todo_id').unique().on('todo').column('id').execute()
    await keyOperationsByPerson(db)
  },
}

type Twin = { list_id: string; id: string }

/**
 * All todos but one of each id. The one that keeps it is the one that was added first: nobody can know an id before the
 * todo is there, the server's clock says when that was, and a todo that moved took that moment along. Of two that were
 * added in the same millisecond, it is the one in a list of whoever added it, then the one in the older list.
 */
async function findTwins(db: Kysely<Tables>): Promise<Twin[]> {
  const several = db
    .selectFrom('todo')
    .select('id')
    .groupBy('id')
    .having(sql`count(*)`, '>', 1)
  const rows = await db
    .selectFrom('todo')
    .leftJoin('list', 'list.id', 'todo.list_id')
    .select(['todo.list_id', 'todo.id'])
    .where('todo.id', 'in', several)
    .orderBy('todo.id')
    .orderBy('todo.created_at')
    .orderBy(sql`case when list.owner_id = todo.created_by then 0 else 1 end`)
    .orderBy('list.created_at')
    .orderBy('todo.list_id')
    .execute()
  return rows.filter((row, index) => row.id === rows[index - 1]?.id)
}

/**
 * Gives todos of a list new ids under a new `ver`, and with them what names them there. Replicas follow by themselves:
 * the old ids leave tombstones.
 */
async function giveNewIds(db: Kysely<Tables>, listId: string, twins: readonly Twin[]): Promise<void> {
  const at = Date.now()
  await db
    .updateTable('list')
    .set({ head: sql`head + 1` })
    .where('id', '=', listId)
    .execute()
  const list = await db.selectFrom('list').select('head').where('id', '=', listId).executeTakeFirst()
  const ver = list?.head ?? 0
  for (const { id } of twins) {
    const newId = randomUUIDv7()
    await db.updateTable('todo').set({ id: newId, ver }).where('list_id', '=', listId).where('id', '=', id).execute()
    const below = { parent_id: newId, ver }
    await db.updateTable('todo').set(below).where('list_id', '=', listId).where('parent_id', '=', id).execute()
    const texts = db.updateTable('overwritten').set({ todo_id: newId })
    await texts.where('list_id', '=', listId).where('todo_id', '=', id).execute()
    await db
      .insertInto('tombstone')
      .values({ list_id: listId, id, ver, at })
      .onConflict((conflict) => conflict.columns(['list_id', 'id']).doUpdateSet({ ver, at }))
      .execute()
  }
}

/** SQLite cannot change the key of a table: it is made anew. */
async function keyOperationsByPerson(db: Kysely<Tables>): Promise<void> {
  if (engineOf(db) === 'postgres') {
    await db.schema.alterTable('operation').dropConstraint('operation_key').execute()
    await db.schema
      .alterTable('operation')
      .addPrimaryKeyConstraint('operation_key', [...OPERATION_KEY])
      .execute()
    return
  }
  await createTable(db, 'operation_by_person', OPERATION_KEY, {
    list_id: 'text',
    user_id: 'text',
    id: 'text',
    at: 'integer',
    ver: 'integer or null',
    code: 'text or null',
  })
  await sql`insert into operation_by_person (list_id, user_id, id, at, ver, code)
            select list_id, user_id, id, at, ver, code from operation`.execute(db)
  await db.schema.dropTable('operation').execute()
  await db.schema.alterTable('operation_by_person').renameTo('operation').execute()
  await db.schema.createIndex('operation_at').on('operation').column('at').execute()
}

const OPERATION_KEY = ['list_id', 'user_id', 'id'] as const

type Tables = {
  list: { id: string; owner_id: string; head: number; created_at: number }
  todo: { list_id: string; id: string; parent_id: string | null; created_at: number; created_by: string; ver: number }
  tombstone: { list_id: string; id: string; ver: number; at: number }
  overwritten: { list_id: string; todo_id: string }
  operation: { list_id: string; user_id: string; id: string }
}
