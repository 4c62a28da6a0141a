/**
 * The claim: while 200 people sign in at once, `GET /api/todos` of somebody who is signed in stays quick. A password
 * hash takes a core for tens of milliseconds; hashes run beside the event loop, one for each core but one.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { format, judge, quantile } from './figures.ts'
import { makeTallyWorld } from './tally-world.ts'

const WARM_UPS = 2
const ROUNDS = 25
const QUIET_MS = 1000
const SIGN_INS = 200
/** Between two reads: a person who clicks, not a load. */
const PAUSE_MS = 0
const BAR = 3

const world = await makeTallyWorld(undefined, { TALLY_TRUST_PROXY: '127.0.0.1' })
const { server, authorization } = world
// Processes of their own, so that the time of a read is the server's: this one does nothing but read.
const crowd = fork(new URL('sign-in-crowd.ts', import.meta.url))
const crowdEnd = new AbortController()
crowd.once('exit', () => crowdEnd.abort(new Error('The crowd ended before it was done')))
const client = new Client(server.url)
try {
  const quiet: number[] = []
  const stormy: number[] = []
  const statuses = new Map<number, number>()
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const quietTimes = await readUntil(sleep(QUIET_MS))
    const storm = signInAll(round + WARM_UPS)
    const stormyTimes = await readUntil(storm)
    if (round < 0) continue
    quiet.push(...quietTimes)
    stormy.push(...stormyTimes)
    for (const status of await storm) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const answers = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  console.log(
    `GET /api/todos one by one, quiet and during ${SIGN_INS} sign-ins at once (${answers}), ${ROUNDS} rounds\n`,
  )
  const print = (name: string, times: readonly number[]) => {
    const [median, p99, longest] = [0.5, 0.99, 1].map((share) => format(quantile(times, share), 2))
    console.log(`${name.padEnd(10)} ${times.length} reads: median ${median} ms, p99 ${p99} ms, longest ${longest} ms`)
  }
  print('quiet', quiet)
  print('sign-ins', stormy)
  console.log()
  const ratio = quantile(stormy, 0.99) / quantile(quiet, 0.99)
  judge(`p99 during the sign-ins < ${BAR} × that of a quiet server`, ratio < BAR, `${format(ratio, 2)} ×`)
} finally {
  crowd.kill()
  await client.close()
  await world.remove()
}

/** Reads the todos one time after the other until the end; gives back how long each read took, in milliseconds. */
async function readUntil(end: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const state = { ended: false }
  const stop = () => (state.ended = true)
  void end.then(stop, stop)
  while (!state.ended) {
    const begin = performance.now()
    const { statusCode, body } = await client.request({
      method: 'GET',
      path: '/api/todos',
      headers: { authorization },
    })
    await body.bytes()
    if (statusCode !== 200) throw new Error(`GET /api/todos answered ${statusCode}`)
    times.push(performance.now() - begin)
    await sleep(PAUSE_MS)
  }
  return times
}

/** Has 200 people sign in at once. Gives back the statuses. */
async function signInAll(round: number): Promise<number[]> {
  crowd.send({ url: server.url, count: SIGN_INS, round })
  const [statuses] = (await once(crowd, 'message', { signal: crowdEnd.signal })) as [number[]]
  return statuses
}
