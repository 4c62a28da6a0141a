/**
 * The claim: `GET /api/todos` of Tally, with its database, headers and log line, answers at least twice as many
 * requests per CPU second as the tutorial's server, which keeps an array in memory.
 */
import { cores, stayOn } from './cores.ts'
import { format, judge, median } from './figures.ts'
import { load, type Request } from './load.ts'
import { startServer, type ServerProcess } from './server-process.ts'
import { makeTallyWorld, type TallyWorld } from './tally-world.ts'

const CONNECTIONS = 32
const ROUNDS = 5
const ROUND_MS = 1200
const WARM_UP_MS = 1500
const READS_PER_WRITE = 20
const BAR = 2

type Contender = {
  name: string
  server: ServerProcess
  /** Makes the requests of a round; the ETag of an earlier round would be out of date. */
  begin: () => Promise<(count: number) => Request>
  results: number[]
}

if (cores) stayOn(cores.load)
else console.log('No second core to pin to: server and load share what there is, so take the figures with care.')

const tally = await makeTallyWorld(cores?.server)
const env = { TODOS: JSON.stringify(tally.todos) }
const start = (file: string) => startServer({ command: [file], env, firstPath: '/api/auth', core: cores?.server })
const tutorial = await start('tutorial-server.mjs')
const bare = await start('bare-server.ts')
try {
  const contenders = await makeContenders()
  for (const { server, begin } of contenders) await load(server.url, CONNECTIONS, WARM_UP_MS, await begin())
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) contender.results.push(await measure(contender))
  }
  print(contenders)
} finally {
  await Promise.all([tally.remove(), tutorial.stop(), bare.stop()])
}

async function makeContenders(): Promise<Contender[]> {
  const ofTally = { authorization: tally.authorization }
  const ofTutorial = { authorization: `Bearer ${await signInToTutorial()}` }
  await requireTodos(tally.server, ofTally)
  await requireTodos(tutorial, ofTutorial)
  await requireTodos(bare, {})
  const contender = (name: string, server: ServerProcess, begin: Contender['begin']): Contender => ({
    name,
    server,
    begin,
    results: [],
  })
  return [
    contender("the tutorial's stack", tutorial, async () => () => read(ofTutorial)),
    contender('bare node:http', bare, async () => () => read({})),
    contender('Tally', tally.server, async () => () => read(ofTally)),
    contender('Tally, 304 by If-None-Match', tally.server, async () => {
      const etag = await readEtag(tally.server, ofTally)
      return () => read({ ...ofTally, 'if-none-match': etag }, 304)
    }),
    contender(
      `Tally, one write in ${READS_PER_WRITE}`,
      tally.server,
      async () => (count) => (count % READS_PER_WRITE === 0 ? write(tally, count) : read(ofTally)),
    ),
  ]
}

function read(headers: Record<string, string>, status = 200): Request {
  return { method: 'GET', path: '/api/todos', headers, status }
}

function write({ todos, authorization }: TallyWorld, count: number): Request {
  return {
    method: 'PATCH',
    path: `/api/todos/${todos[count % todos.length]?.id ?? ''}`,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ priority: Math.floor(count / READS_PER_WRITE) % 4 }),
    status: 200,
  }
}

async function signInToTutorial(): Promise<string> {
  const answer = await fetch(`${tutorial.url}/api/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'jemma', password: 'todo' }),
  })
  const { token } = (await answer.json()) as { token: string }
  return token
}

/** Sees that a server answers with exactly the todos of the user. */
async function requireTodos(server: ServerProcess, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(`${server.url}/api/todos`, { headers })
  const todos: unknown = await answer.json()
  if (answer.status !== 200 || JSON.stringify(todos) !== env.TODOS) {
    throw new Error(`${server.url} answers ${answer.status} ${JSON.stringify(todos)}`)
  }
}

async function readEtag(server: ServerProcess, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${server.url}/api/todos`, { headers })
  await answer.body?.cancel()
  return answer.headers.get('etag') ?? ''
}

/** Requests per CPU second of the server in one round. */
async function measure({ server, begin }: Contender): Promise<number> {
  const next = await begin()
  const before = await server.usage()
  const count = await load(server.url, CONNECTIONS, ROUND_MS, next)
  const after = await server.usage()
  return (count * 1e6) / (after.cpu - before.cpu)
}

function print(contenders: readonly Contender[]): void {
  const [first, , third] = contenders.map(({ results }) => median(results))
  const base = first ?? NaN
  console.log(
    `GET /api/todos: ${tally.todos.length} todos (${format(env.TODOS.length)} bytes), ${CONNECTIONS} connections, ` +
      `${ROUNDS} interleaved rounds; requests per CPU second of the server\n`,
  )
  console.log(`${'median'.padStart(38)}${'min – max'.padStart(20)}${'× tutorial'.padStart(13)}`)
  for (const { name, results } of contenders) {
    const range = `${format(Math.min(...results))} – ${format(Math.max(...results))}`
    const middle = median(results)
    const ratio = format(middle / base, 2)
    console.log(`${name.padEnd(30)}${format(middle).padStart(8)}${range.padStart(20)}${ratio.padStart(13)}`)
  }
  const ratio = (third ?? NaN) / base
  console.log()
  judge(`Tally answers at least ${BAR} × the tutorial's stack`, ratio >= BAR, `${format(ratio, 2)} ×`)
}
