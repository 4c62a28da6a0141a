import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { sql, type Kysely } from 'kysely'
import { foldText } from '@tally/contract/fold-text'
import { labelKey } from '@tally/contract/labels'
import { engineOf } from '../engine-of.ts'
import type { Step } from './step.ts'

/**
 * What searching and putting things in order came to need: the folded texts of each todo, the end of a person's lists
 * in one indexed read, and positions that are neither broken nor long.
 */
export const folded: Step = {
  async up(db: Kysely<Changed>) {
    const text = engineOf(db) === 'sqlite' ? sql`text` : sql`text collate "C"`
    for (const [column, empty] of [
      ['folded', ''],
      ['label_keys', '[]'],
    ] as const) {
      await db.schema
        .alterTable('todo')
        .addColumn(column, text, (definition) => definition.notNull().defaultTo(empty))
        .execute()
    }
    await db.schema.createIndex('member_position').on('member').columns(['user_id', 'position']).execute()
    await db.schema.dropIndex('member_user').execute()
    await healTodos(db, await fillFolded(db))
    await healLists(db)
  },
}

type Changed = {
  todo: { list_id: string; id: string; title: string; notes: string; labels: string; position: string; ver: number }
  list: { id: string; head: number }
  member: { list_id: string; user_id: string; position: string; ver: number }
}

const AT_ONCE = 200

/** Fills the new columns; answers the lists in which a position is broken or long. */
async function fillFolded(db: Kysely<Changed>): Promise<Set<string>> {
  const crooked = new Set<string>()
  for (let last = { list_id: '', id: '' }; ; ) {
    const rows = await db
      .selectFrom('todo')
      .select(['list_id', 'id', 'title', 'notes', 'labels', 'position'])
      .where(sql<boolean>`(list_id, id) > (${last.list_id}, ${last.id})`)
      .orderBy('list_id')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) if (!isSound(row.position)) crooked.add(row.list_id)
    const values = rows.map((row) => {
      const labels = JSON.parse(row.labels) as string[]
      const words = foldText([row.title, row.notes, ...labels].join('\n'))
      return sql`(${row.list_id}, ${row.id}, ${words}, ${JSON.stringify(labels.map(labelKey))})`
    })
    const end = rows.at(-1)
    if (!end) return crooked
    await sql`
      with filled (list_id, id, folded, label_keys) as (values ${sql.join(values)})
      update todo set folded = filled.folded, label_keys = filled.label_keys
      from filled where todo.list_id = filled.list_id and todo.id = filled.id
    `.execute(db)
    last = end
  }
}

/** The longest position that is left alone. */
const LONG = 48

function isSound(position: string): boolean {
  try {
    generateKeyBetween(position, null)
    return position.length <= LONG
  } catch {
    return false
  }
}

/** New positions for all todos of these lists, in the order they have. Devices hear of it. */
async function healTodos(db: Kysely<Changed>, listIds: ReadonlySet<string>): Promise<void> {
  for (const listId of listIds) {
    const ver = await raiseHead(db, listId)
    const todos = await db
      .selectFrom('todo')
      .select('id')
      .where('list_id', '=', listId)
      .orderBy('position')
      .orderBy('id')
      .execute()
    const positions = generateNKeysBetween(null, null, todos.length)
    for (const [index, { id }] of todos.entries()) {
      const placed = { position: positions[index] ?? '', ver }
      await db.updateTable('todo').set(placed).where('list_id', '=', listId).where('id', '=', id).execute()
    }
  }
}

/** The same for the lists of each person. */
async function healLists(db: Kysely<Changed>): Promise<void> {
  const members = await db.selectFrom('member').select(['user_id', 'position']).execute()
  const people = new Set(members.filter(({ position }) => !isSound(position)).map((member) => member.user_id))
  for (const userId of people) {
    const lists = await db
      .selectFrom('member')
      .select('list_id')
      .where('user_id', '=', userId)
      .orderBy('position')
      .orderBy('list_id')
      .execute()
    const positions = generateNKeysBetween(null, null, lists.length)
    for (const [index, { list_id: listId }] of lists.entries()) {
      const placed = { position: positions[index] ?? '', ver: await raiseHead(db, listId) }
      await db.updateTable('member').set(placed).where('list_id', '=', listId).where('user_id', '=', userId).execute()
    }
  }
}

async function raiseHead(db: Kysely<Changed>, listId: string): Promise<number> {
  const raised = await db
    .updateTable('list')
    .set(({ eb }) => ({ head: eb('head', '+', 1) }))
    .where('id', '=', listId)
    .returning('head')
    .executeTakeFirstOrThrow()
  return raised.head
}
