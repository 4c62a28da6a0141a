/** The claim: 2,000 open streams take less than 60 MB, and a change is hinted to all of them within 250 ms. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { format, judge, median } from './figures.ts'
import { makeSyncWorld } from './sync-world.ts'

const STREAMS = 2000
const AT_ONCE = 50
const ROUNDS = 9
const BAR_BYTES = 60e6
const BAR_MS = 250

const world = await makeSyncWorld()
const { hostname, port } = new URL(world.server.url)
const sockets: Socket[] = []
let hinted = 0
try {
  for (let i = 0; i < 200; i += 1) await world.push(world.inbox, 1)
  await sleep(1000)
  const before = await world.server.usage()
  for (let opened = 0; opened < STREAMS; opened += AT_ONCE) {
    sockets.push(...(await Promise.all(Array.from({ length: AT_ONCE }, openStream))))
  }
  await sleep(1000)
  const after = await world.server.usage()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    hinted = 0
    const begin = performance.now()
    await world.push(world.inbox, 1)
    while (hinted < STREAMS && performance.now() < begin + 5000) await sleep(1)
    if (hinted < STREAMS) throw new Error(`Only ${hinted} streams were hinted`)
    times.push(performance.now() - begin)
  }
  const megabytes = (after.memory - before.memory) / 1e6
  judge(`memory of ${format(STREAMS)} streams < 60 MB`, megabytes * 1e6 < BAR_BYTES, `${format(megabytes, 1)} MB`)
  const range = `${format(Math.min(...times))} – ${format(Math.max(...times))}`
  const last = `push to the last of ${format(STREAMS)} hints < ${BAR_MS} ms`
  judge(last, median(times) < BAR_MS, `${format(median(times))} ms (${range})`)
} finally {
  for (const socket of sockets) socket.destroy()
  await world.remove()
}

/** A bare socket, since the memory of 2,000 clients of `fetch` would be in the way. Resolves with the first event. */
function openStream(): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect(Number(port), hostname)
  socket.setEncoding('utf8').on('error', reject)
  socket.on('data', (text: string | Buffer) => {
    if (text.includes('event: hello')) resolve(socket)
    if (text.includes('event: hint')) hinted += 1
  })
  const head = ['GET /api/sync/events HTTP/1.1', `Host: ${hostname}`, `Authorization: ${world.authorization}`]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  return promise
}
