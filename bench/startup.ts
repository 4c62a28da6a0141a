/** The claim: a start on an existing database answers within 700 ms, and the idle server takes less than 110 MB. */
import { setTimeout as sleep } from 'node:timers/promises'
import { format, judge, median } from './figures.ts'
import { makeTallyWorld, startTally } from './tally-world.ts'

const STARTS = 5
const IDLE_MS = 1500
const BAR_MS = 700
const BAR_BYTES = 110e6

const world = await makeTallyWorld()
await world.server.stop()
const times: number[] = []
const memory: number[] = []
try {
  for (let i = 0; i < STARTS; i += 1) {
    const server = await startTally(world.folder)
    times.push(server.startedIn)
    await sleep(IDLE_MS)
    memory.push((await server.usage()).memory)
    await server.stop()
  }
} finally {
  await world.remove()
}
const range = (figures: number[]) => `${format(Math.min(...figures))} – ${format(Math.max(...figures))}`
judge(`start to first answer < ${BAR_MS} ms`, median(times) < BAR_MS, `${format(median(times))} ms (${range(times)})`)
const megabytes = memory.map((bytes) => bytes / 1e6)
judge('idle memory < 110 MB', median(memory) < BAR_BYTES, `${format(median(megabytes))} MB (${range(megabytes)})`)
