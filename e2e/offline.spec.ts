import type { APIRequestContext, Page } from '@playwright/test'
import { KillableBrowser } from './killable-browser.ts'
import { shareTrip } from './shared-trip.ts'
import { addTodo, expect, pushed, row, signIn, test } from './tally-test.ts'

const DAY = 86_400_000

/** Opens a list by its address, and waits until it is there. */
async function openList(page: Page, url: string, id: string, username: string): Promise<void> {
  await signIn(page, url, username)
  await page.goto(`${url}/todos/list/${id}`)
  await expect(page.getByRole('heading', { name: 'Trip' })).toBeVisible()
}

/** Has paul write, offline, in a list that is taken away from him meanwhile; opens the box where his words wait. */
async function writeInLostList(page: Page, request: APIRequestContext, url: string): Promise<void> {
  const { list, takeAway } = await shareTrip(request, url)
  await openList(page, url, list.id, 'paul')
  await page.context().setOffline(true)
  await addTodo(page, 'Bring the tent')
  await takeAway()
  await page.context().setOffline(false)
  await page.getByRole('link', { name: /^Needs attention/ }).click()
}

async function setTitle(page: Page, before: string, after: string): Promise<void> {
  await row(page, before).getByTitle('Edit').click()
  await page.getByRole('textbox', { name: 'Title' }).fill(after)
  await page.keyboard.press('Enter')
}

test('two people in one list see what the other does, as it is done', async ({ page, newPerson, request, demo }) => {
  const { list } = await shareTrip(request, demo.url)
  await openList(page, demo.url, list.id, 'jemma')
  const other = await newPerson()
  await openList(other, demo.url, list.id, 'paul')
  await addTodo(page, 'Book the ferry')
  await expect(row(other, 'Book the ferry')).toBeVisible()
  await setTitle(other, 'Book the ferry', 'Book the night ferry')
  await expect(row(page, 'Book the night ferry')).toBeVisible()
  await row(page, 'Book the night ferry').getByRole('checkbox').click()
  await expect(row(other, 'Book the night ferry')).toHaveCount(0)
})

test('what two people did in one list without network is all there afterwards, at both', async ({
  page,
  newPerson,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  const { list } = await shareTrip(request, demo.url)
  await openList(page, demo.url, list.id, 'jemma')
  const other = await newPerson()
  await openList(other, demo.url, list.id, 'paul')
  for (const title of ['Book the ferry', 'Pack', 'Water the plants']) await addTodo(page, title)
  await expect(row(other, 'Water the plants')).toBeVisible()

  const people = [page, other]
  await Promise.all(people.map((one) => one.context().setOffline(true)))
  await addTodo(page, 'Buy sun cream')
  await setTitle(page, 'Pack', 'Pack the big bag')
  await row(page, 'Water the plants').getByRole('checkbox').click()
  await addTodo(other, 'Charge the camera')
  await setTitle(other, 'Book the ferry', 'Book the night ferry')
  await row(other, 'Water the plants').getByRole('checkbox').click()
  await expect(row(other, 'Buy sun cream')).toHaveCount(0)
  await Promise.all(people.map((one) => one.context().setOffline(false)))

  for (const one of people) {
    for (const title of ['Buy sun cream', 'Charge the camera', 'Book the night ferry', 'Pack the big bag']) {
      await expect(row(one, title)).toHaveCount(1)
    }
    await expect(row(one, 'Water the plants')).toHaveCount(0)
    await expect(one.getByRole('main').getByTitle(/not synced yet/)).toHaveCount(0)
    await expect(one.getByRole('link', { name: /^Needs attention/ })).toHaveCount(0)
  }
})

test('a list that is taken away while I am offline goes, and what I wrote in it waits for me', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  await writeInLostList(page, request, demo.url)
  await expect(page.getByRole('main')).toContainText('Bring the tent')
  await expect(page.getByRole('main')).toContainText('no longer shared with you')
  await expect(page.getByRole('link', { name: 'Trip' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Copy to Inbox' }).click()
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(row(page, 'Bring the tent')).toBeVisible()
})

test('what waits in the box stays there when this device has no room for its copy', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  await writeInLostList(page, request, demo.url)
  await page.evaluate(() => {
    const { prototype } = IDBObjectStore
    const add = Object.getOwnPropertyDescriptor(prototype, 'add') ?? {}
    prototype.add = () => {
      Object.defineProperty(prototype, 'add', add)
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    }
  })
  const copy = page.getByRole('button', { name: 'Copy to Inbox' })
  await copy.click()
  await expect(page.getByText('This device has no room for your change to “Bring the tent”.')).toBeVisible()
  expect(await page.getByText('Copied “Bring the tent” to the Inbox').count()).toBe(0)
  await expect(page.getByRole('main')).toContainText('Bring the tent')
  await copy.click()
  await expect(page.getByText('Copied “Bring the tent” to the Inbox')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('You’re all caught up.')
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(row(page, 'Bring the tent')).toHaveCount(1)
})

test('five tabs of one list show the same, whichever of them is typed in, and whichever closes', async ({
  page,
  context,
  demo,
}) => {
  test.setTimeout(90_000)
  await signIn(page, demo.url)
  const [second, third] = [await context.newPage(), await context.newPage()]
  const tabs = [page, second, third, await context.newPage(), await context.newPage()]
  for (const tab of tabs) await tab.goto(`${demo.url}/todos/list/inbox`)
  for (const [number, tab] of tabs.entries()) await addTodo(tab, `From tab ${number}`)
  for (const tab of tabs) {
    for (const number of tabs.keys()) await expect(row(tab, `From tab ${number}`)).toHaveCount(1)
  }
  // The first tab is the one that syncs; another one takes over.
  await page.close()
  const saved = pushed(second)
  await addTodo(second, 'After the first tab')
  await saved
  await expect(row(third, 'After the first tab')).toHaveCount(1)
})

test('a device that was offline for thirty days signs in again, and what was written on it arrives', async ({
  page,
  newPerson,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  watcher.expectServerAway()
  await signIn(page, demo.url)
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await page.context().setOffline(true)
  await addTodo(page, 'Written at sea')
  await demo.moveClock(30 * DAY)
  const ashore = await newPerson()
  await signIn(ashore, demo.url)
  await ashore.goto(`${demo.url}/todos/list/inbox`)
  await addTodo(ashore, 'Written ashore')
  await page.clock.setSystemTime(Date.now() + 30 * DAY)
  await page.context().setOffline(false)
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await signInHere(page)
  for (const one of [page, ashore]) {
    await expect(row(one, 'Written at sea')).toHaveCount(1)
    await expect(row(one, 'Written ashore')).toHaveCount(1)
  }
})

/** Signs in on the page that asks for it, which leads back to where the session ended. */
async function signInHere(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('jemma')
  await page.getByLabel('Password', { exact: true }).fill('todo')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/todos\/list\/inbox/)
}

/** How many changes wait on the disk of this device. A reading begins when all writing before it has ended. */
function waitingOnDisk(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [{ name = '' } = {}] = await indexedDB.databases()
    const { promise, resolve } = Promise.withResolvers<number>()
    const opening = indexedDB.open(name)
    opening.onsuccess = () => {
      const counting = opening.result.transaction('outbox').objectStore('outbox').count()
      counting.onsuccess = () => {
        opening.result.close()
        resolve(counting.result)
      }
    }
    return promise
  })
}

test('kill -9 of the browser between a change and its push loses nothing', async ({ demo }) => {
  test.setTimeout(90_000)
  const browser = new KillableBrowser()
  try {
    const before = await browser.open()
    await signIn(before, demo.url)
    await before.goto(`${demo.url}/todos/list/inbox`)
    // Nothing reaches the server, and nothing is answered.
    await before.route('**/api/sync/push', () => undefined)
    await addTodo(before, 'Typed before the crash')
    await expect.poll(() => waitingOnDisk(before)).toBe(1)
    await browser.kill()

    const after = await browser.open()
    // Chromium writes cookies to the disk now and then: whether one survived is left to it, so none does.
    await after.context().clearCookies()
    const saved = pushed(after)
    await after.goto(`${demo.url}/todos/list/inbox`)
    await expect(after).toHaveURL(/\/login/)
    await signInHere(after)
    await expect(row(after, 'Typed before the crash')).toHaveCount(1)
    await saved
    await expect(row(after, 'Typed before the crash').getByTitle(/not synced yet/)).toHaveCount(0)
  } finally {
    await browser.remove()
  }
})
