/** The claim: 16 devices that push a hundred changes each, over and over, get 3,000 of them on disk per second. */
import { cores, stayOn } from './cores.ts'
import { format, judge, median } from './figures.ts'
import { makeSyncWorld } from './sync-world.ts'

const DEVICES = 16
const OPERATIONS = 100
const ROUNDS = 5
const ROUND_MS = 2000
const BAR = 3000

if (cores) stayOn(cores.load)
const world = await makeSyncWorld(cores?.server)
const results: number[] = []
try {
  for (let round = -1; round < ROUNDS; round += 1) {
    const begin = performance.now()
    let made = 0
    await Promise.all(
      Array.from({ length: DEVICES }, async () => {
        while (performance.now() < begin + ROUND_MS) {
          await world.push(world.inbox, OPERATIONS)
          made += OPERATIONS
        }
      }),
    )
    if (round >= 0) results.push((made * 1000) / (performance.now() - begin))
  }
} finally {
  await world.remove()
}
const range = `${format(Math.min(...results))} – ${format(Math.max(...results))}`
judge(`durable changes per second ≥ ${format(BAR)}`, median(results) >= BAR, `${format(median(results))} (${range})`)
