import {
  addTodo,
  expect,
  fillInSignIn,
  openInboxElsewhere,
  paste,
  pushed,
  row,
  setUp,
  signIn,
  test,
} from './tally-test.ts'

test('a restart of the server in the middle of use is survived', async ({ page, startTally, watcher }) => {
  watcher.expectServerAway()
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

test('what was acknowledged before kill -9 is there afterwards', async ({ page, newPerson, startTally, watcher }) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  const acknowledged = pushed(page)
  await addTodo(page, 'Buy milk')
  await acknowledged
  await page.close()
  await tally.stop('SIGKILL')
  await tally.start()
  const elsewhere = await newPerson()
  await openInboxElsewhere(elsewhere, tally.url)
  await expect(row(elsewhere, 'Buy milk')).toBeVisible()
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
  await expect(page.getByText('Can’t reach the server. Retrying…')).toBeVisible()
  await expect(row(page, 'Written without a server')).toBeVisible()
  await expect(page).not.toHaveURL(/login/)
  const saved = pushed(page)
  await tally.start()
  await saved
  await expect(page.getByText(/Can’t reach/)).toHaveCount(0)
  await page.reload()
  await expect(row(page, 'Written without a server')).toBeVisible()
})

test('a proxy whose server is away is no server, and its return is noticed', async ({
  page,
  demo,
  context,
  watcher,
}) => {
  watcher.expectAnswers(502)
  await signIn(page, demo.url)
  const isOurs = /\/(api\/.*|healthz)$/
  await context.route(isOurs, (route) => route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad Gateway' }))
  await addTodo(page, 'Written without a server')
  await expect(page.getByText('Can’t reach the server. Retrying…')).toBeVisible()
  const saved = pushed(page)
  await context.unroute(isOurs)
  await saved
  await expect(page.getByText(/Can’t reach/)).toHaveCount(0)
})

test('what was typed offline survives a closed tab and is pushed at the next visit', async ({
  page,
  context,
  newPerson,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  await tally.stop()
  await addTodo(page, 'Written without a server')
  await expect(row(page, 'Written without a server').getByTitle(/not synced yet/)).toBeVisible()
  await page.close()
  await tally.start()
  const next = await context.newPage()
  const saved = pushed(next)
  await next.goto(`${tally.url}/todos/list/inbox`)
  await expect(row(next, 'Written without a server')).toBeVisible()
  await saved
  await expect(row(next, 'Written without a server').getByTitle(/not synced yet/)).toHaveCount(0)
  const elsewhere = await newPerson()
  await openInboxElsewhere(elsewhere, tally.url)
  await expect(row(elsewhere, 'Written without a server')).toBeVisible()
})

test('stored todos are on screen before the server has answered anything', async ({ page, context, startTally }) => {
  const tally = await startTally()
  await setUp(page, tally.url)
  const saved = pushed(page)
  await addTodo(page, 'Stored here')
  await saved
  await context.route('**/api/**', () => undefined)
  await page.goto(`${tally.url}/todos/list/inbox`)
  await expect(row(page, 'Stored here')).toBeVisible()
  await context.unroute('**/api/**')
})

test('signing out warns of what the server does not have, and then leaves nothing', async ({
  page,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  await page.route(/\/(api\/.*|healthz)$/, (route) => route.abort())
  await addTodo(page, 'Only here')
  const signOut = async () => {
    await page.getByRole('button', { name: /settings and sign out/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
  }
  await signOut()
  const dialog = page.getByRole('alertdialog', { name: '1 change isn’t saved on the server yet' })
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download them' }).click()
  expect((await download).suggestedFilename()).toBe('tally-unsaved-changes.json')
  await dialog.getByRole('button', { name: 'Stay signed in' }).click()
  await expect(row(page, 'Only here')).toBeVisible()
  await signOut()
  await dialog.getByRole('button', { name: 'Sign out and lose them' }).click()
  await expect(page).toHaveURL(/\/login/)
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([])
})

test('a start without the server offers to try again, and never shows a raw error', async ({
  page,
  demo,
  context,
  watcher,
}) => {
  watcher.expectServerAway()
  await context.route('**/api/sync/pull', (route) => route.abort())
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.locator('body')).not.toContainText(/HttpErrorResponse|TypeError|undefined|\[object/)
  await context.unroute('**/api/sync/pull')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('what is typed before the todos are here stays until it can be added', async ({ page, demo }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  await page.route('**/api/sync/pull', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`${demo.url}/login?returnUrl=/todos/today`)
  await fillInSignIn(page, 'jemma', 'todo')
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill('Call the dentist')
  await line.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Not added yet' })).toBeVisible()
  await expect(line).toHaveValue('Call the dentist')
  await paste(line, 'Bread\nButter')
  await page.getByRole('button', { name: 'Add 2 todos' }).click()
  await expect(page.getByText('You pasted 2 lines')).toBeVisible()

  release(undefined)
  await expect(page.getByRole('alert').filter({ hasText: 'Not added yet' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Add 2 todos' }).click()
  await expect(page.getByText('You pasted 2 lines')).toHaveCount(0)
  await line.press('Enter')
  await expect(line).toHaveValue('')
  for (const title of ['Bread', 'Butter', 'Call the dentist']) await expect(row(page, title)).toBeVisible()
})

test('an admin page that is opened first without a network says so, and opens when it is back', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  await signIn(page, demo.url)
  await expect(page.getByRole('link', { name: 'People' })).toBeVisible()
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { name: 'Couldn’t load this page' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page).toHaveURL(`${demo.url}/users`)
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { name: 'Couldn’t load this page' })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
})

test('a proxy that wants a password of its own signs nobody out, and the page says what is wrong', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  const isBarred = (headers: Record<string, string>) => headers['authorization']?.startsWith('Bearer') === true
  await page.route('**/api/**', async (route) => {
    const headers = { 'www-authenticate': 'Basic realm="Door"', 'content-type': 'text/html' }
    const passes = () => route.continue()
    const bars = () => route.fulfill({ status: 401, headers, body: 'Who are you?' })
    await (isBarred(route.request().headers()) ? bars() : passes())
  })
  await page.reload()
  await expect(page.getByText('A proxy in front of Tally requires its own sign-in')).toBeVisible()
  await expect(row(page, 'Get Milk')).toBeVisible()
  await expect(page).not.toHaveURL(/login/)
  await page.unroute('**/api/**')
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByText('A proxy in front of Tally')).toHaveCount(0)
})
