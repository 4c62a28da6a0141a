import type { Page } from '@playwright/test'
import { addTodo, expect, PASSWORD, row, setUp, test } from './tally-test.ts'

test.use({ serviceWorkers: 'allow' })

/** The addresses and texts of everything that service workers have kept. */
function readCaches(page: Page): Promise<{ addresses: string[]; texts: string[] }> {
  return page.evaluate(async () => {
    const addresses: string[] = []
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        addresses.push(new URL(request.url).pathname)
        texts.push((await (await cache.match(request))?.text()) ?? '')
      }
    }
    return { addresses, texts }
  })
}

/** Waits until a service worker controls the page and has all files of the app. */
async function kept(page: Page): Promise<void> {
  const files = await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    const table = (await (await fetch('ngsw.json')).json()) as { hashTable: Record<string, string> }
    return Object.keys(table.hashTable)
  })
  expect(files.length).toBeGreaterThan(20)
  await expect.poll(async () => (await readCaches(page)).addresses).toEqual(expect.arrayContaining(files))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
}

async function pushed(page: Page): Promise<void> {
  await page.waitForResponse((one) => one.url().endsWith('/api/sync/push') && one.status() === 200)
}

test('the app opens without a server, at every address, with what is stored; what is typed then arrives later', async ({
  page,
  newPerson,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  const saved = pushed(page)
  await addTodo(page, 'Before')
  await saved
  await kept(page)
  await tally.stop('SIGKILL')

  await page.reload()
  await expect(row(page, 'Before')).toBeVisible()
  await page.goto(`${tally.url}/todos/upcoming`)
  await expect(page.getByRole('heading', { level: 1, name: 'Upcoming' })).toBeVisible()
  await page.goto(`${tally.url}/todos/list/inbox`)
  await addTodo(page, 'Written without a server')
  await page.reload()
  await expect(row(page, 'Written without a server')).toBeVisible()
  await expect(page.getByText('Tally cannot be reached. Trying again …')).toBeVisible()

  const arrived = pushed(page)
  await tally.start()
  await arrived
  await expect(row(page, 'Written without a server').getByTitle(/not synced yet/)).toHaveCount(0)
  const elsewhere = await newPerson()
  await elsewhere.goto(`${tally.url}/login?returnUrl=/todos/list/inbox`)
  await elsewhere.getByLabel('Username').fill('ada')
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await expect(row(elsewhere, 'Written without a server')).toBeVisible()
})
