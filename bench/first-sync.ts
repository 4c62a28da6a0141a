/** The claim: a new device of somebody with 10,000 todos has a list to use within 2 seconds. */
import { launchBrowser, signIn } from './browser.ts'
import { format, judge, median } from './figures.ts'
import { makeSyncWorld } from './sync-world.ts'

const TODOS = 10_000
const LISTS = 25
const ROUNDS = 5
const BAR_MS = 2000

const world = await makeSyncWorld()
const browser = await launchBrowser()
const times: number[] = []
try {
  const lists = [world.inbox]
  while (lists.length < LISTS) lists.push(await world.makeList(`List ${lists.length}`))
  for (const list of lists) for (let made = 0; made < TODOS / LISTS; made += 100) await world.push(list, 100)
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await (await browser.newContext()).newPage()
    const begin = await signIn(page, world.server.url, '/todos/list/inbox', world.person)
    await page.getByRole('main').getByRole('listitem').first().waitFor()
    times.push(performance.now() - begin)
    await page.context().close()
  }
} finally {
  await browser.close()
  await world.remove()
}
const range = `${format(Math.min(...times))} – ${format(Math.max(...times))}`
const claim = `a new device with ${format(TODOS)} todos: from “Sign in” to the list < ${format(BAR_MS)} ms`
judge(claim, median(times) < BAR_MS, `${format(median(times))} ms (${range})`)
