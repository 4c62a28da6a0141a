import type { List, Pulled, SyncOperation, SyncVerdict, Todo } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import type { Connection } from './connection.ts'

/** What a server has for one person, asked over HTTP. */
export type ServerState = {
  readonly epoch: string
  /** The counter of each list, out of its cursor. */
  readonly heads: ReadonlyMap<string, number>
  readonly cursors: ReadonlyMap<string, string>
  /** Over REST, those in the trash, too. */
  readonly lists: readonly List[]
  readonly todos: readonly Todo[]
}

/** Reads everything. Nobody may write meanwhile: it is no snapshot. */
export async function readServerState(connection: Connection, client: string): Promise<ServerState> {
  const cursors = new Map<string, string>()
  let epoch = ''
  for (let more = true; more; ) {
    const request = { client, schema: limits.sync.schema, cursors: Object.fromEntries(cursors) }
    const page = (await ask(connection, '/api/sync/pull', request)).body as Pulled
    for (const { id, cursor } of page.lists) cursors.set(id, cursor)
    ;({ epoch, more } = page)
  }
  const heads = new Map([...cursors].map(([id, cursor]) => [id, Number(cursor.split(':')[0])]))
  const lists = [
    ...(await readPages<List>(connection, '/api/lists')),
    ...(await readPages<List>(connection, '/api/lists?deleted=true')),
  ]
  const todos = [
    ...(await readPages<Todo>(connection, '/api/todos?limit=500')),
    ...(await readPages<Todo>(connection, '/api/todos?limit=500&deleted=true')),
  ]
  return { epoch, heads, cursors, lists, todos }
}

/** Makes a call that must succeed. */
async function ask(connection: Connection, path: string, body?: object): Promise<{ body: unknown; headers: Headers }> {
  const { signal } = new AbortController()
  const answer = await connection.send(
    path,
    body === undefined ? { method: 'GET', signal } : { method: 'POST', body: JSON.stringify(body), signal },
  )
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return { body: (await answer.json()) as unknown, headers: answer.headers }
}

async function readPages<Row>(connection: Connection, first: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let path: string | undefined = first; path !== undefined; ) {
    const { body, headers }: { body: unknown; headers: Headers } = await ask(connection, path)
    rows.push(...(body as Row[]))
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  }
  return rows
}

/** What a push was answered. */
export type Pushed = { readonly epoch: string; readonly results: readonly SyncVerdict[] }

/** Pushes operations that must get their verdicts. */
export async function push(connection: Connection, client: string, ops: readonly SyncOperation[]): Promise<Pushed> {
  const { body } = await ask(connection, '/api/sync/push', { client, schema: limits.sync.schema, ops })
  return body as Pushed
}
