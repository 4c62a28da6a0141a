import { addTodo, expect, row, setUp, signIn, test } from './tally-test.ts'

test('a restart of the server in the middle of use is survived', async ({ page, startTally }) => {
  const tally = await startTally()
  await setUp(page, tally.url)
  await addTodo(page, 'Before')
  await tally.stop()
  await tally.start()
  await addTodo(page, 'After')
  await page.reload()
  await expect(row(page, 'Before')).toBeVisible()
  await expect(row(page, 'After')).toBeVisible()
})

test('what was acknowledged before kill -9 is there afterwards', async ({ page, startTally }) => {
  const tally = await startTally()
  await setUp(page, tally.url)
  const acknowledged = page.waitForResponse(
    (one) => one.request().method() === 'POST' && one.url().endsWith('/api/todos'),
  )
  await addTodo(page, 'Buy milk')
  expect((await acknowledged).status()).toBe(201)
  await tally.stop('SIGKILL')
  await tally.start()
  await page.reload()
  await expect(row(page, 'Buy milk')).toBeVisible()
})

test('without the server the page says so quietly, keeps what was typed, and recovers', async ({
  page,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  await addTodo(page, 'Before')
  await tally.stop()
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill('Written without a server')
  await line.press('Enter')
  await expect(page.getByText('Tally cannot be reached. Trying again …')).toBeVisible()
  await expect(row(page, 'Written without a server')).toBeVisible()
  await expect(page).not.toHaveURL(/login/)
  const saved = page.waitForResponse((one) => one.request().method() === 'POST' && one.status() === 201)
  await tally.start()
  await saved
  await expect(page.getByText(/cannot be reached/)).toHaveCount(0)
  await page.reload()
  await expect(row(page, 'Written without a server')).toBeVisible()
})

test('a start without the server offers to try again, and never shows a raw error', async ({
  page,
  demo,
  context,
  watcher,
}) => {
  watcher.expectServerAway()
  await signIn(page, demo.url)
  await context.route('**/api/todos*', (route) => route.abort())
  await page.reload()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.locator('body')).not.toContainText(/HttpErrorResponse|TypeError|undefined|\[object/)
  await context.unroute('**/api/todos*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
})
