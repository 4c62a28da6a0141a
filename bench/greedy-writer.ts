/**
 * The claim: while one member writes as fast as they can for a minute, the p99 of somebody else's `GET /api/todos`
 * stays below 3 × its quiet p99, and the database grows by no more than 2.5 × the text that the member may have (it is
 * stored as it is written and once more folded for the search, with what was done beside it).
 */
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { newId } from '../server/src/http/id.ts'
import { format, judge, quantile } from './figures.ts'
import { call, makeTallyWorld, type TallyWorld } from './tally-world.ts'

const BAR = 3
const DISK_BAR = 2.5
const QUIET_MS = 20_000
const GREEDY_MS = 60_000
const CONNECTIONS = 8
const CHANGES_IN_A_PUSH = 20
const NOTES = 'Half of what fits into the notes. '.repeat(300)
const TEXT_MB = 20
const MEGABYTE = 1_000_000

type Writing = { readonly url: string; readonly member: string }

if (isMainThread) await compare()
else parentPort?.postMessage(await writeFor(GREEDY_MS, workerData as Writing))

async function compare(): Promise<void> {
  const world = await makeTallyWorld(undefined, {
    // As they are without a setting.
    TALLY_QUOTA_OPERATIONS: '12000',
    TALLY_QUOTA_REQUESTS: '8',
    TALLY_QUOTA_TEXT_MB: String(TEXT_MB),
  })
  try {
    const member = await addMember(world)
    const data = join(world.folder, 'data')
    const before = sizeOf(data)
    const quiet = await readFor(QUIET_MS, world)
    // In a thread of its own: what the writer does itself holds up no reader.
    const writer = new Worker(new URL(import.meta.url), { workerData: { url: world.server.url, member } })
    const written = once(writer, 'message') as Promise<[ReadonlyMap<number, number>]>
    const busy = await readFor(GREEDY_MS, world)
    const [statuses] = await written
    await world.server.stop()
    print({ quiet, busy, statuses, grown: sizeOf(data) - before })
  } finally {
    await world.remove()
  }
}

function print({
  quiet,
  busy,
  statuses,
  grown,
}: {
  quiet: readonly number[]
  busy: readonly number[]
  statuses: ReadonlyMap<number, number>
  grown: number
}): void {
  const [quietP99, busyP99] = [quantile(quiet, 0.99), quantile(busy, 0.99)]
  const answers = [...statuses].map(([status, count]) => `${format(count)} × ${status}`).join(', ')
  console.log(
    `${CONNECTIONS} connections push ${CHANGES_IN_A_PUSH} changes of ${format(NOTES.length)} bytes each: ${answers}`,
  )
  console.log(`p99 of ${format(busy.length)} reads: ${format(busyP99, 1)} ms; quiet: ${format(quietP99, 1)} ms`)
  judge(`others wait less than ${BAR} × as long`, busyP99 < BAR * quietP99, `${format(busyP99 / quietP99, 2)} ×`)
  judge(
    `the database grows by no more than ${DISK_BAR} × the ${TEXT_MB} MB of text that are allowed`,
    grown <= DISK_BAR * TEXT_MB * MEGABYTE,
    `${format(grown / MEGABYTE, 1)} MB`,
  )
}

async function addMember({ server, authorization, person }: TallyWorld): Promise<string> {
  const credentials = { username: 'paul', password: person.password }
  await call(server.url, 'POST', '/api/users', authorization, credentials)
  const { token } = (await call(server.url, 'POST', '/api/auth', undefined, credentials)) as { token: string }
  return `Bearer ${token}`
}

/** How long each read takes, one after the other, in milliseconds. */
async function readFor(duration: number, { server, authorization }: TallyWorld): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + duration
  while (performance.now() < end) {
    const begin = performance.now()
    await call(server.url, 'GET', '/api/todos', authorization)
    times.push(performance.now() - begin)
    await sleep(5)
  }
  return times
}

/** Pushes as fast as the server answers. Gives back how often it answered what. */
async function writeFor(duration: number, { url, member }: Writing): Promise<ReadonlyMap<number, number>> {
  const list = newId()
  const statuses = new Map<number, number>()
  const end = performance.now() + duration
  const push = async (ops: readonly object[]) => {
    const answer = await fetch(`${url}/api/sync/push`, {
      method: 'POST',
      headers: { authorization: member, 'content-type': 'application/json' },
      body: JSON.stringify({ client: newId(), schema: 2, ops }),
    })
    await answer.arrayBuffer()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  }
  const at = Date.now()
  await push([{ id: newId(), type: 'list.put', listId: list, at, fields: { name: 'All of it' } }])
  const one = async () => {
    while (performance.now() < end) {
      const put = () => ({
        id: newId(),
        type: 'todo.put',
        listId: list,
        key: newId(),
        at,
        fields: { title: 'T', notes: NOTES },
      })
      await push(Array.from({ length: CHANGES_IN_A_PUSH }, put))
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return statuses
}

/** What a folder holds, in bytes. */
function sizeOf(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
}
