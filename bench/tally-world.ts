import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type ServerProcess } from './server-process.ts'

type Todo = { id: string; title: string }

/** Tally as it runs in production, on a new SQLite database with one person, who is signed in, and their todos. */
export type TallyWorld = {
  server: ServerProcess
  person: { username: string; password: string }
  authorization: string
  /** As Tally answers them. */
  todos: Todo[]
  folder: string
  remove(): Promise<void>
}

const titles = ['Get Milk', 'Fetch Kids', 'Buy flowers for wife', 'Finish Angular JWT Todo App']

type Settings = Record<string, string>

/** One person stands for many here, and is to be slowed down by nothing but the server. */
const NO_QUOTAS = Object.fromEntries(
  ['OPERATIONS', 'LIST_TODOS', 'TODOS', 'STREAMS', 'REQUESTS'].map((name) => [`TALLY_QUOTA_${name}`, '1000000']),
)

/** Starts Tally with its database and its log in a folder. */
export function startTally(folder: string, core?: number, settings: Settings = {}): Promise<ServerProcess> {
  return startServer({
    command: ['../server/bin/tally.js', 'serve'],
    // As `npm start` sets it.
    env: { TALLY_DATA: join(folder, 'data'), LOG_LEVEL: 'info', MALLOC_ARENA_MAX: '1', ...NO_QUOTAS, ...settings },
    firstPath: '/api/setup',
    outputFile: join(folder, 'log'),
    core,
  })
}

/** Makes the world through the API, as a browser would: set-up, sign-in, four todos. */
export async function makeTallyWorld(core?: number, settings: Settings = {}): Promise<TallyWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const server = await startTally(folder, core, settings)
  const person = { username: 'jemma', password: 'correct horse battery staple' }
  await call(server.url, 'POST', '/api/setup', undefined, person)
  const { token } = (await call(server.url, 'POST', '/api/auth', undefined, person)) as { token: string }
  const authorization = `Bearer ${token}`
  for (const title of titles) await call(server.url, 'POST', '/api/todos', authorization, { title })
  const todos = (await call(server.url, 'GET', '/api/todos', authorization)) as Todo[]
  return {
    server,
    person,
    authorization,
    todos,
    folder,
    remove: async () => {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Makes a call that must succeed, and gives back its body. */
export async function call(
  url: string,
  method: string,
  path: string,
  authorization?: string,
  body?: object,
): Promise<unknown> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
