import type { BrowserContext, Page, Response, Route } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { addTodo, expect, row, signIn, signOut, test } from './tally-test.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** How long a token that was just given is given again instead of a next one, in milliseconds. */
const TOGETHER = 5_000

/** The answers to refreshes in this browser, as they come in. */
function refreshesOf(context: BrowserContext): Response[] {
  const answers: Response[] = []
  context.on('response', (answer) => {
    if (answer.url().endsWith('/api/auth/refresh')) answers.push(answer)
  })
  return answers
}

async function refreshTokensIn(answers: readonly Response[]): Promise<Set<string | undefined>> {
  const cookies = await Promise.all(answers.map((answer) => answer.headerValue('set-cookie')))
  return new Set(cookies.map((cookie) => cookie?.split(';')[0]))
}

async function openPeople(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
}

/** Opens another tab of somebody who is signed in, and waits until it has a token. */
async function openTab(context: BrowserContext, url: string): Promise<Page> {
  const tab = await context.newPage()
  // The page opens for who was there last, and only then asks for a token.
  const hasToken = tab.waitForResponse('**/api/auth/refresh')
  await tab.goto(`${url}/todos/today`)
  await hasToken
  await expect(tab.getByRole('link', { name: 'People' })).toBeVisible()
  return tab
}

/** How many sessions somebody has, who asks from elsewhere. */
async function sessionsOf(elsewhere: ApiPerson): Promise<number> {
  return (await elsewhere.call<unknown[]>('GET', '/api/auth/sessions')).length
}

/** Answers in place of the server that it is asked too often, or too busy. */
async function refuse(route: Route, status: 429 | 503): Promise<void> {
  const code = status === 429 ? 'too-many-requests' : 'unavailable'
  await route.fulfill({
    status,
    contentType: 'application/problem+json',
    headers: { 'retry-after': '1' },
    body: JSON.stringify({ type: `urn:tally:problem:${code}`, title: 'Too busy', status, code }),
  })
}

test('ten tabs that wake at once take one step together, and all go on', async ({ page, context, demo, watcher }) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  const tabs = [page]
  while (tabs.length < 10) tabs.push(await openTab(context, demo.url))
  await demo.moveClock(10 * MINUTE)
  const times: number[] = []
  context.on('request', (request) => request.url().endsWith('/api/auth/refresh') && times.push(Date.now()))
  const refreshes = refreshesOf(context)
  await Promise.all(tabs.map(openPeople))
  expect(refreshes.map((answer) => answer.status())).toEqual(Array.from({ length: 10 }, () => 200))
  // On a slow machine they wake one after the other; what comes five seconds after a step may take another one.
  const steps = 1 + Math.floor((Math.max(...times) - Math.min(...times)) / TOGETHER)
  expect((await refreshTokensIn(refreshes)).size).toBeLessThanOrEqual(steps)
  for (const tab of tabs) await expect(tab).not.toHaveURL(/login/)
})

test('a laptop that slept for a day is still signed in', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401)
  // Chromium on some systems stops `performance.now()` in sleep: here it stands still, and only the world goes on.
  await signIn(page, demo.url)
  await demo.moveClock(DAY)
  await addTodo(page, 'Written in the morning')
  await openPeople(page)
  await page.reload()
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
})

test('a laptop whose clocks all jump by a day is still signed in', async ({ page, demo, watcher }) => {
  // The two clocks move one after the other, and the page goes on asking.
  watcher.allowAnswers(401)
  await page.clock.install()
  await signIn(page, demo.url)
  await demo.moveClock(DAY)
  await page.clock.fastForward(DAY)
  await addTodo(page, 'Written in the morning')
  await openPeople(page)
})

for (const off of [3 * HOUR, -3 * HOUR]) {
  test(`a clock that is ${off / HOUR} hours off signs nobody out`, async ({ page, demo, watcher }) => {
    watcher.allowAnswers(401)
    await page.clock.install({ time: Date.now() + off })
    await signIn(page, demo.url)
    await addTodo(page, 'Now')
    await demo.moveClock(10 * MINUTE)
    await page.clock.fastForward(10 * MINUTE)
    await addTodo(page, 'Later')
    await page.reload()
    await expect(row(page, 'Later')).toBeVisible()
  })
}

for (const status of [429, 503] as const) {
  test(`a refresh that is answered ${status} signs nobody out`, async ({ page, context, demo, watcher }) => {
    watcher.expectAnswers(401, status)
    await signIn(page, demo.url, 'paul')
    await demo.moveClock(10 * MINUTE)
    let refused = 0
    await context.route('**/api/auth/refresh', async (route) => {
      refused += 1
      await refuse(route, status)
    })
    await page.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(refused).toBeGreaterThan(0)
    await expect(page).not.toHaveURL(/login/)
    await context.unroute('**/api/auth/refresh')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
  })
}

test('a session is over after two weeks without use: the page says so and leads back', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  await openPeople(page)
  await demo.moveClock(14 * DAY + HOUR)
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(page).toHaveURL(/upcoming/)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page).toHaveURL(/\/login\?returnUrl=/)
  await expect(page.getByText('Your session has ended.')).toBeVisible()
})

test('a session that turns out to be over while the page is still on its way leads to the sign-in page, too', async ({
  page,
  context,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  await page.goto('about:blank')
  await demo.moveClock(15 * DAY)
  await context.route(/\/signed-in\.routes-.+\.js$/, async (route) => {
    // Whom the page was opened for is forgotten when the session is over.
    await page.waitForFunction((key) => localStorage.getItem(key) === null, 'tally.user')
    await route.continue()
  })
  await page.goto(`${demo.url}/todos/today`)
  await expect(page).toHaveURL(/\/login\?returnUrl=/)
  await expect(page.getByText('Your session has ended.')).toBeVisible()
})

test('a start that is refused goes on by itself', async ({ page, context, demo, watcher }) => {
  watcher.expectAnswers(429, 503)
  const refusals: (429 | 503)[] = [429, 503, 503]
  await context.route('**/api/auth/refresh', (route) => {
    const status = refusals.shift()
    return status === undefined ? route.continue() : refuse(route, status)
  })
  await page.goto(demo.url)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(refusals).toEqual([])
})

test('a sign-in page of a proxy in place of an answer signs nobody out', async ({ page, context, demo, watcher }) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  await context.route('**/api/**', (route) =>
    route.fulfill({ status: 401, contentType: 'text/html', body: '<h1>Who are you?</h1>' }),
  )
  await page.reload()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page).not.toHaveURL(/login/)
  await context.unroute('**/api/**')
  // By itself, as soon as an answer is Tally's own again.
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible({ timeout: 30_000 })
})

test('who signs out without a network is signed out on the server, too, when it is back', async ({
  page,
  context,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  const elsewhere = await ApiPerson.signIn(request, demo.url, 'paul')
  await signIn(page, demo.url, 'paul')
  expect(await sessionsOf(elsewhere)).toBe(2)
  await context.setOffline(true)
  await signOut(page)
  await context.setOffline(false)
  await expect.poll(() => sessionsOf(elsewhere)).toBe(1)
})

test('a tab that was signed out from another one ends the session where that tab could not', async ({
  page,
  context,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(503)
  const elsewhere = await ApiPerson.signIn(request, demo.url, 'paul')
  await signIn(page, demo.url, 'paul')
  const second = await openTab(context, demo.url)
  await page.route('**/api/auth/logout', (route) => refuse(route, 503))
  const refused = page.waitForResponse('**/api/auth/logout')
  await signOut(page)
  await refused
  await page.close()
  await expect(second).toHaveURL(/login/)
  await expect.poll(() => sessionsOf(elsewhere)).toBe(1)
})

test('a tab that never lets the others have their turn holds them up for seconds only', async ({
  page,
  context,
  demo,
}) => {
  await signIn(page, demo.url)
  const stuck = await context.newPage()
  await stuck.goto(`${demo.url}/login`)
  await expect(stuck.getByRole('link', { name: 'People' })).toBeVisible()
  await stuck.evaluate(() => {
    void navigator.locks.request('tally-refresh', () => new Promise(() => undefined))
  })
  const begin = Date.now()
  const refreshed = page.waitForResponse('**/api/auth/refresh')
  await page.reload()
  await refreshed
  expect(Date.now() - begin).toBeGreaterThan(4_000)
  await openPeople(page)
})

test('tabs of a browser without Web Locks, as on plain http, all stay signed in', async ({
  page,
  context,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  await signIn(page, demo.url)
  const second = await openTab(context, demo.url)
  await demo.moveClock(10 * MINUTE)
  await Promise.all([page, second].map(openPeople))
  await page.reload()
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
})

test('a new name is seen in the other tabs at once', async ({ page, context, demo }) => {
  await signIn(page, demo.url)
  const second = await context.newPage()
  await second.goto(`${demo.url}/todos/today`)
  await expect(second.getByRole('button', { name: 'Jemma : settings and sign out' })).toBeVisible()
  await page.goto(`${demo.url}/settings`)
  await page.getByLabel('Name', { exact: true }).fill('Jemma B.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(second.getByRole('button', { name: 'Jemma B. : settings and sign out' })).toBeVisible()
})
