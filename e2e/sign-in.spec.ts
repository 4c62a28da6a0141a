import { addTodo, expect, fillInSignIn, row, setUp, signIn, signOut, test } from './tally-test.ts'
import type { Page } from '@playwright/test'
import { violations } from './violations.ts'

test('a wrong password is said plainly, and what was typed stays', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401)
  await page.goto(demo.url)
  await expect(page).toHaveURL(/\/login/)
  await fillInSignIn(page, 'jemma', 'wrong')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Username')).toHaveValue('jemma')
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('the demo says who can be tried, and fills the form', async ({ page, demo }) => {
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'sebastian' }).click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(row(page, 'Finish Angular JWT Todo App')).toBeVisible()
})

const world = { jemma: 'Get Milk', paul: 'Buy flowers for wife', sebastian: 'Finish Angular JWT Todo App' }
for (const [username, own] of Object.entries(world)) {
  test(`${username} sees only their own todos`, async ({ page, demo }) => {
    await signIn(page, demo.url, username)
    await expect(row(page, own)).toBeVisible()
    for (const other of Object.values(world)) if (other !== own) await expect(page.getByText(other)).toHaveCount(0)
    await page.getByRole('link', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('i')
    for (const other of Object.values(world)) if (other !== own) await expect(page.getByText(other)).toHaveCount(0)
  })
}

test("another person's list does not open by its address", async ({ page, demo, newPerson }) => {
  await signIn(page, demo.url, 'paul')
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByRole('textbox', { name: 'Name of the new list' }).fill('Secret')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  const other = await newPerson()
  await signIn(other, demo.url, 'jemma')
  await other.goto(page.url())
  await expect(other.getByText('This list wasn’t found.')).toBeVisible()
  await expect(other.getByText('Secret')).toHaveCount(0)
})

test("another person's todo does not open by its address", async ({ page, demo, newPerson }) => {
  await signIn(page, demo.url, 'paul')
  await row(page, 'Buy flowers for wife').hover()
  await page.getByRole('button', { name: 'Details of Buy flowers for wife' }).click()
  await expect(page).toHaveURL(/\?todo=/)
  const other = await newPerson()
  await signIn(other, demo.url, 'jemma')
  await other.goto(page.url())
  await expect(other.getByText('This todo wasn’t found.')).toBeVisible()
  await expect(other.getByText('Buy flowers for wife')).toHaveCount(0)
})

test('a direct address leads there after signing in', async ({ page, demo }) => {
  await page.goto(`${demo.url}/settings/password`)
  await expect(page).toHaveURL(/\/login\?returnUrl=/)
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(page).toHaveURL(`${demo.url}/settings/password`)
  await expect(page).toHaveTitle('Password · Tally')
})

test('an address of another site is not where signing in leads', async ({ page, demo }) => {
  await page.goto(`${demo.url}/login?returnUrl=%2F%2Fevil.example%2Fphish`)
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(row(page, 'Get Milk')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`^${demo.url}/todos`))
})

test('a reload keeps me signed in, where I am', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(page.getByRole('heading', { name: 'Upcoming' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Upcoming' })).toBeVisible()
  await expect(page).toHaveURL(/upcoming/)
})

test('an access token that ends in the middle of use is not noticed', async ({ page, startTally }) => {
  const tally = await startTally({ TALLY_ACCESS_TTL: '10' })
  await setUp(page, tally.url)
  const first = await currentToken(page, () => addTodo(page, 'Before'))
  const standing = async () =>
    (await page.request.get(`${tally.url}/api/me`, { headers: { authorization: first ?? '' } })).status()
  expect(await standing()).toBe(200)
  await expect.poll(standing, { timeout: 30_000, intervals: [1_000] }).toBe(401)
  const second = await currentToken(page, () => addTodo(page, 'After'))
  expect(second).not.toBe(first)
  await page.reload()
  await expect(row(page, 'After')).toBeVisible()
})

test('a token that the server no longer takes is replaced, and the change is saved', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  const statuses: number[] = []
  await page.route('**/api/sync/push', async (route) => {
    const headers = route.request().headers()
    const isFirst = statuses.length === 0
    const answer = await route.fetch({ headers: isFirst ? { ...headers, authorization: 'Bearer ended' } : headers })
    statuses.push(answer.status())
    await route.fulfill({ response: answer })
  })
  await addTodo(page, 'After')
  await expect.poll(() => statuses).toEqual([401, 200])
  await page.reload()
  await expect(row(page, 'After')).toBeVisible()
})

async function currentToken(page: Page, act: () => Promise<void>) {
  const request = page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/api/sync/push'))
  await act()
  return (await request).headers()['authorization']
}

test('signing out in one tab signs out all, and leaves nothing behind', async ({ page, context, demo }) => {
  await signIn(page, demo.url)
  const second = await context.newPage()
  await second.goto(demo.url)
  await expect(row(second, 'Get Milk')).toBeVisible()
  await signOut(page)
  await expect(second).toHaveURL(/\/login/)
  await expect(second.getByText('Get Milk')).toHaveCount(0)
  // What stays says only that this browser is known to them; it signs nobody in.
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['tally_device'])
  await page.goBack()
  await expect(page.getByText('Get Milk')).toHaveCount(0)
})

test('a session that was ended elsewhere ends here at once', async ({ page, newPerson, demo, watcher }) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  const elsewhere = await newPerson()
  await signIn(elsewhere, demo.url)
  await elsewhere.goto(`${demo.url}/settings/sessions`)
  await elsewhere.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(elsewhere.getByText('Other devices signed out.')).toBeVisible()
  await expect(page).toHaveURL(/\/login/)
})

test('the token is in no storage, and the cookie is not for scripts', async ({ page, context, demo }) => {
  await signIn(page, demo.url)
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
  )
  expect(stored).not.toMatch(/eyJ|tally_rt/)
  const cookies = await context.cookies()
  expect(cookies.map(({ name }) => name).sort()).toEqual(['tally_device', 'tally_rt'])
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
})

test('the first start makes an admin and leads to the Inbox', async ({ page, startTally }) => {
  const tally = await startTally()
  await page.goto(tally.url)
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('too short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('That’s too short.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeVisible()
  await signOut(page)
  await page.goto(`${tally.url}/setup`)
  await expect(page).toHaveURL(/\/login/)
})

test('the bare address leads to the todos', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.goto(demo.url)
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('whose sign-in somebody has copied is told, and what to do about it', async ({
  page,
  context,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  await page.goto('about:blank')
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await demo.moveClock(10_000)
  const thief = await request.post(`${demo.url}/api/auth/refresh`, { headers: { cookie } })
  expect(thief.status()).toBe(200)
  await demo.moveClock(60_000)
  await page.goto(`${demo.url}/todos/list/inbox`)
  await expect(page.getByText('Your session has ended')).toBeVisible()

  await fillInSignIn(page, 'jemma', 'todo')
  const notice = page.getByText('Someone may have copied one of your sessions.')
  await expect(notice).toBeVisible()
  await page.reload()
  await page.getByRole('link', { name: 'See which' }).click()
  const copied = page.getByRole('region', { name: 'Sessions used in two places' })
  await expect(copied.getByRole('listitem')).toContainText([/Chrom.*Ended just now/s])
  await expect(copied.getByRole('link', { name: 'change your password' })).toBeVisible()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await violations(page)).toEqual([])
  await copied.getByRole('button', { name: /^Got it/ }).click()
  await expect(copied).toHaveCount(0)
  await expect(notice).toHaveCount(0)
  await expect(page.getByText('This device', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByText('This device', { exact: true })).toBeVisible()
  await expect(notice).toHaveCount(0)
})
