import type { BrowserContext, Page, Response } from '@playwright/test'
import { addTodo, expect, row, signIn, test } from './tally-test.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

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

test('ten tabs that wake at once take one step together, and all go on', async ({ page, context, demo, watcher }) => {
  watcher.expectAnswers(401)
  test.setTimeout(90_000)
  await signIn(page, demo.url)
  const tabs = [page]
  while (tabs.length < 10) {
    const tab = await context.newPage()
    await tab.goto(`${demo.url}/todos/today`)
    await expect(tab.getByRole('link', { name: 'People' })).toBeVisible()
    tabs.push(tab)
  }
  await demo.moveClock(10 * MINUTE)
  const refreshes = refreshesOf(context)
  await Promise.all(tabs.map(openPeople))
  expect(refreshes.map((answer) => answer.status())).toEqual(Array.from({ length: 10 }, () => 200))
  expect((await refreshTokensIn(refreshes)).size).toBe(1)
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

for (const status of [429, 503]) {
  test(`a refresh that is answered ${status} signs nobody out`, async ({ page, context, demo, watcher }) => {
    watcher.expectAnswers(401, status)
    await signIn(page, demo.url, 'paul')
    await demo.moveClock(10 * MINUTE)
    const code = status === 429 ? 'too-many-requests' : 'unavailable'
    let refused = 0
    await context.route('**/api/auth/refresh', async (route) => {
      refused += 1
      await route.fulfill({
        status,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '1' },
        body: JSON.stringify({ type: `urn:tally:problem:${code}`, title: 'Too busy', status, code }),
      })
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
