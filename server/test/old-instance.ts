import { createHmac, hkdfSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { generateNKeysBetween } from 'fractional-indexing'
import type { Database } from '../src/db/db.ts'
import { migrations } from '../src/db/migrations/migrations.ts'
import { openPostgres } from '../src/db/postgres/open-postgres.ts'
import { openSqlite } from '../src/db/sqlite/open-sqlite.ts'
import { newId } from '../src/http/id.ts'
import type { FreshDatabase } from './every-database.ts'

type Value = string | number | null
type Row = Record<string, Value>

/** What people wrote, as the old version stored it. */
export type OldTodo = {
  list_id: string
  id: string
  title: string
  notes: string
  completed: number
  labels: string
  parent_id: string | null
  position: string
  created_at: number
  created_by: string
  deleted_at: number | null
  ver: number
}

type OldPerson = { readonly id: string; readonly inbox: string; readonly cookies: readonly string[] }

export type OldInstance = {
  readonly people: Readonly<Record<'ada' | 'bob' | 'eve', OldPerson>>
  /** A list of Ada's that Bob may change, and Eve look at. */
  readonly home: string
  /** A list of Eve's that Ada was put into, with twins of Ada's todos in it. */
  readonly trap: string
  readonly todos: readonly OldTodo[]
  /** Todos with ids of others, by their titles: the ids must be others afterwards. */
  readonly twins: ReadonlySet<string>
  readonly epoch: string
  /** The ids of two operations of Bob's in `home`: one was done, one refused as `todo-deleted`. */
  readonly verdicts: { readonly done: string; readonly doneVer: number; readonly refused: string }
}

const LAST_OLD_STEP = '0004-reuse'
const TODOS_OF_HOME = 9_000
const TODOS_OF_AN_INBOX = 500

/**
 * The root secret of the instance, and Argon2id of the password of all tests with the pepper that is derived from it.
 */
const ROOT_SECRET = Buffer.alloc(32, 7)
const PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$5M58mtXU3U5j0qq5C+71pw$zd2J4rVKrROeK4B8zHuC7becpiKowoIr6Ah1ZntpkQg'

/**
 * Writes an instance as Tally 0.1.0 left it, whose last step of the schema was 0004: three people who are signed in,
 * shared lists, 10,000 todos, some in the trash, texts that were overwritten, verdicts, and twins. It uses nothing of
 * today's product but the old steps.
 */
export async function writeOldInstance(fresh: FreshDatabase): Promise<OldInstance> {
  writeFileSync(join(fresh.dataDir, 'secret'), `${ROOT_SECRET.toString('base64url')}\n`, { mode: 0o600 })
  const database = await openOld(fresh)
  try {
    return await fill(database.db as unknown as Kysely<Record<string, Row>>)
  } finally {
    await database.close()
  }
}

function openOld({ url, dataDir }: FreshDatabase): Promise<Database> {
  const steps = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= LAST_OLD_STEP))
  return url === 'sqlite:' ? openSqlite(dataDir, steps) : openPostgres(url, steps)
}

async function fill(db: Kysely<Record<string, Row>>): Promise<OldInstance> {
  const now = Date.now()
  const insert = async (table: string, rows: readonly Row[]) => {
    for (let first = 0; first < rows.length; first += 200) {
      await db
        .insertInto(table)
        .values(rows.slice(first, first + 200))
        .execute()
    }
  }
  const old = new OldRows(now)
  const people = { ada: old.addPerson('ada', 'admin'), bob: old.addPerson('bob'), eve: old.addPerson('eve') }
  const { ada, bob, eve } = people
  const home = old.addList('Home', ada.id, [bob.id, 'editor'], [eve.id, 'viewer'])
  const trap = old.addList('Trap', eve.id, [ada.id, 'editor'])
  old.addList('Thrown away', bob.id)
  for (const { id, inbox } of Object.values(people)) old.addTodos(inbox, id, TODOS_OF_AN_INBOX)
  const mine = old.addTodos(home, ada.id, TODOS_OF_HOME)
  const twins = new Set(['A twin', 'A twin of the same moment', 'A twin with a todo below it'])
  const [first, second, third] = mine
  if (!first || !second || !third) throw new Error('A list without todos')
  old.addTodo(trap, eve.id, { id: first.id, title: 'A twin', completed: 1 })
  old.addTodo(trap, eve.id, { id: second.id, title: 'A twin of the same moment', created_at: second.created_at })
  old.addTodo(trap, eve.id, { id: third.id, title: 'A twin with a todo below it' })
  old.addTodo(trap, eve.id, { title: 'Below a twin', parent_id: third.id })
  for (const [list_id, text] of [
    [home, 'An earlier text'],
    [trap, 'An earlier text of the twin'],
  ] as const) {
    old.overwritten.push({ list_id, todo_id: third.id, id: newId(), field: 'notes', text, at: now, by_id: ada.id })
  }
  const verdicts = { done: newId(), doneVer: old.headOf(home), refused: newId() }
  const operation = { list_id: home, user_id: bob.id, at: now }
  await insert('operation', [
    { ...operation, id: verdicts.done, ver: verdicts.doneVer, code: null },
    { ...operation, id: verdicts.refused, ver: null, code: 'todo-deleted' },
  ])
  await insert('account', old.accounts)
  await insert('session', old.sessions)
  await insert('list', old.countedLists())
  await insert('member', old.members)
  await insert('todo', old.todos)
  await insert('overwritten', old.overwritten)
  await db.updateTable('list').set({ deleted_at: now }).where('name', '=', 'Thrown away').execute()
  const epoch = await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()
  return { people, home, trap, todos: old.todos, twins, epoch: String(epoch.value), verdicts }
}

/** The rows of the old tables. */
class OldRows {
  readonly accounts: Row[] = []
  readonly sessions: Row[] = []
  readonly #lists: (Row & { id: string })[] = []
  readonly members: Row[] = []
  readonly todos: OldTodo[] = []
  readonly overwritten: Row[] = []
  readonly #heads = new Map<string, number>()
  readonly #now: number

  constructor(now: number) {
    this.#now = now
  }

  headOf(listId: string): number {
    return this.#heads.get(listId) ?? 0
  }

  /** Somebody with an Inbox, and signed in twice: in a browser that remembers them and in one that does not. */
  addPerson(username: string, role: 'admin' | 'member' = 'member'): OldPerson {
    const id = newId()
    this.accounts.push({
      id,
      username,
      username_key: username,
      display_name: username,
      role,
      disabled: 0,
      password_hash: PASSWORD_HASH,
      password_ends_at: null,
      created_at: this.#now - 10_000_000,
      last_seen_at: this.#now - 10_000,
    })
    const inbox = this.addList('Inbox', id)
    return { id, inbox, cookies: [this.#addSession(id, 1), this.#addSession(id, 0)] }
  }

  addList(name: string, owner: string, ...others: [userId: string, role: 'editor' | 'viewer'][]): string {
    const id = newId()
    this.#heads.set(id, 1)
    this.#lists.push({
      id,
      kind: name === 'Inbox' ? 'inbox' : 'list',
      name,
      color: null,
      owner_id: owner,
      head: 1,
      ver: 1,
      floor: 0,
      open_count: 0,
      created_at: this.#now - 9_000_000,
      deleted_at: null,
    })
    for (const [user_id, role] of [[owner, 'owner'], ...others] as const) {
      const position = `a${this.members.length}`
      this.members.push({ list_id: id, user_id, role, position, ver: 1, since: this.#now - 8_000_000 })
    }
    return id
  }

  /** The lists, once all todos are there. */
  countedLists(): Row[] {
    return this.#lists.map((list) => {
      const open = this.todos.filter(
        (todo) => todo.list_id === list.id && todo.completed === 0 && todo.deleted_at === null,
      )
      return { ...list, head: this.headOf(list.id), open_count: open.length }
    })
  }

  /** Todos of all kinds. */
  addTodos(listId: string, userId: string, count: number): OldTodo[] {
    const positions = generateNKeysBetween(null, null, count)
    const added: OldTodo[] = []
    for (const [index, position] of positions.entries()) {
      added.push(
        this.addTodo(listId, userId, {
          title: `Todo ${index}`,
          notes: index % 3 === 0 ? `Notes of ${index}, with **emphasis** and “quotes” 🗒` : '',
          completed: index % 5 === 4 ? 1 : 0,
          labels: index % 4 === 0 ? '["errand","home"]' : '[]',
          parent_id: index % 7 === 6 ? (added[index - 1]?.id ?? null) : null,
          deleted_at: index % 50 === 49 ? this.#now - 1_000_000 : null,
          position,
        }),
      )
    }
    return added
  }

  addTodo(listId: string, userId: string, fields: Partial<OldTodo> & { title: string }): OldTodo {
    const ver = this.headOf(listId) + 1
    this.#heads.set(listId, ver)
    const at = this.#now - 7_000_000 + this.todos.length
    const todo = {
      list_id: listId,
      id: newId(),
      notes: '',
      completed: 0,
      completed_at: fields.completed === 1 ? at : null,
      due_on: null,
      due_time: null,
      time_zone: null,
      repeat: null,
      priority: 0,
      labels: '[]',
      parent_id: null,
      assignee_id: null,
      position: 'a0',
      created_at: at,
      created_by: userId,
      updated_at: at,
      deleted_at: null,
      ver,
      ...fields,
    }
    this.todos.push(todo)
    return todo
  }

  /** Gives the cookie of the third refresh token of a session, as the old version signed it. */
  #addSession(userId: string, remember: 0 | 1): string {
    const id = newId()
    const at = this.#now - 3_600_000
    this.sessions.push({
      user_id: userId,
      id,
      counter: 3,
      rotated_at: at,
      remember,
      device: 'Firefox on Linux',
      created_at: at,
      last_used_at: at,
      idle_ends_at: this.#now + 36_000_000,
      ends_at: this.#now + 72_000_000,
      revoked_at: null,
      stale_at: null,
      reused_at: null,
    })
    const key = Buffer.from(hkdfSync('sha256', ROOT_SECRET, '', 'tally refresh-token', 32))
    const claim = `v1.1.${id}.3`
    return `tally_rt=${claim}.${createHmac('sha256', key).update(claim).digest('base64url')}`
  }
}
