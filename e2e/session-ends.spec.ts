import type { Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { addTodo, expect, fillInSignIn, pushed, row, signIn, signOut, test } from './tally-test.ts'

const DAY = 86_400_000

/** All that somebody finds in the databases and the storage of this browser, as text. */
function readable(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [Object.entries(localStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll()
        const rows = await new Promise<unknown[]>((resolve) => (reading.onsuccess = () => resolve(reading.result)))
        const bytes = (value: unknown) =>
          value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value
        kept.push(JSON.stringify(rows, (_key, value: unknown) => bytes(value)))
      }
      database.close()
    }
    return JSON.stringify(kept)
  })
}

test('a session that ends elsewhere takes its todos off the device, and brings back what was not sent', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  watcher.expectAnswers(401)
  test.setTimeout(90_000)
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/inbox`)
  const stored = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  await expect.poll(stored).toContain('tally.vault')
  await page.context().setOffline(true)
  await addTodo(page, 'Only on this device')
  expect(await readable(page)).toContain('Only on this device')
  const elsewhere = await ApiPerson.signIn(request, demo.url, 'jemma')
  await elsewhere.call('DELETE', '/api/auth/sessions')
  await page.context().setOffline(false)
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await expect(page.getByText('1 change hasn’t reached the server. It stays on this device, encrypted')).toBeVisible()
  expect(await readable(page)).not.toMatch(/Only on this device|Get Milk|Inbox/)

  await fillInSignIn(page, 'paul', 'todo')
  await expect(row(page, 'Only on this device')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^Inbox/ })).toBeVisible()
  expect(await readable(page)).not.toContain('Only on this device')
  await page.goto(`${demo.url}/todos/list/inbox`)
  await signOut(page)

  const saved = pushed(page)
  await fillInSignIn(page, 'jemma', 'todo')
  await saved
  await page.goto(`${demo.url}/todos/list/inbox`)
  await expect(row(page, 'Only on this device')).toHaveCount(1)
  await expect(row(page, 'Only on this device').getByTitle(/not synced yet/)).toHaveCount(0)
  await signOut(page)
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([])
})

test('a device that is kept offline opens until its session must have ended, and shows nothing after that', async ({
  page,
  context,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/inbox`)
  const added = pushed(page)
  await addTodo(page, 'Stored here')
  await added
  await context.route(/\/(api\/.*|healthz)$/, (route) => route.abort())
  const now = Date.now()
  await page.clock.setSystemTime(now + 13 * DAY)
  await page.reload()
  await expect(row(page, 'Stored here')).toBeVisible()
  await page.clock.setSystemTime(now + 15 * DAY)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Can’t reach the server' })).toBeVisible()
  await expect.poll(() => readable(page)).not.toContain('Stored here')
  await context.unroute(/\/(api\/.*|healthz)$/)
  // By the clock of the server the session goes on: nobody has to sign in for a wrong one.
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(row(page, 'Stored here')).toBeVisible()
})
