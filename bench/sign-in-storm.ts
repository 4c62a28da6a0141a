/**
 * The claim: while 200 people sign in at once, `GET /api/todos` of somebody who is signed in stays quick. A password hash
 * takes a core for tens of milliseconds; hashes run beside the event loop, one for each core but one.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { format, judge, median } from './figures.ts'
import { makeTallyWorld } from './tally-world.ts'

const ROUNDS = 5
const QUIET_MS = 2000
const SIGN_INS = 200
/** Between two reads: a person who clicks, not a load. */
const PAUSE_MS = 0
const BAR = 3

const world = await makeTallyWorld(undefined, { TALLY_TRUST_PROXY: '127.0.0.1' })
const { server, authorization } = world
try {
  await readFor(QUIET_MS)
  const quiet: number[] = []
  const stormy: number[] = []
  const statuses = new Map<number, number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(p99(await readFor(QUIET_MS)))
    const storm = signInAll(round)
    const times = await readUntil(storm)
    for (const status of await storm) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    stormy.push(p99(times))
  }
  const answers = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  console.log(
    `GET /api/todos one by one, quiet and during ${SIGN_INS} sign-ins at once (${answers}), ${ROUNDS} rounds\n`,
  )
  const print = (name: string, figures: number[]) =>
    console.log(
      `${name.padEnd(10)} p99 ${format(median(figures), 2)} ms (${figures.map((f) => format(f, 2)).join(', ')})`,
    )
  print('quiet', quiet)
  print('sign-ins', stormy)
  console.log()
  const ratio = median(stormy) / median(quiet)
  judge(`p99 during the sign-ins < ${BAR} × that of a quiet server`, ratio < BAR, `${format(ratio, 2)} ×`)
} finally {
  await world.remove()
}

/** Reads the todos one time after the other for a time; gives back how long each read took, in milliseconds. */
function readFor(duration: number): Promise<number[]> {
  return readUntil(new Promise((resolve) => setTimeout(resolve, duration)))
}

async function readUntil(end: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const state = { ended: false }
  void end.finally(() => (state.ended = true))
  while (!state.ended) {
    const begin = performance.now()
    const answer = await fetch(`${server.url}/api/todos`, { headers: { authorization } })
    await answer.bytes()
    if (answer.status !== 200) throw new Error(`GET /api/todos answered ${answer.status}`)
    times.push(performance.now() - begin)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  return times
}

/** Has 200 people sign in at once, from a thread of its own, so that this one only reads. Gives back the statuses. */
async function signInAll(round: number): Promise<number[]> {
  const crowd = new Worker(new URL('sign-in-crowd.ts', import.meta.url), {
    workerData: { url: server.url, count: SIGN_INS, round },
  })
  const [statuses] = (await once(crowd, 'message')) as [number[]]
  return statuses
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN
}
