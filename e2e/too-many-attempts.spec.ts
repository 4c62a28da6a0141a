import { expect, fillInSignIn, PASSWORD, signIn, test } from './tally-test.ts'

const MINUTE = 60_000
/** After so many failures in a row nothing is checked for 128 seconds. */
const FAILURES = 18

test('after too many attempts the page says how long to wait, and then works again by itself', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(429)
  for (let failure = 1; failure <= FAILURES; failure += 1) {
    await demo.moveClock(failure * 5 * MINUTE)
    const answer = await request.post(`${demo.url}/api/auth`, { data: { username: 'jemma', password: 'guess' } })
    expect(answer.status()).toBe(401)
  }
  await page.clock.install()
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'jemma', 'todo')
  const words = page.getByText(/^Too many attempts\. Try again in \d minutes\.$/)
  const button = page.getByRole('button', { name: 'Sign in' })
  await expect(words).toBeVisible()
  await expect(button).toHaveAttribute('aria-disabled', 'true')

  await demo.moveClock((FAILURES + 1) * 5 * MINUTE)
  await page.clock.fastForward(3 * MINUTE)
  await expect(words).toHaveCount(0)
  await expect(button).toHaveAttribute('aria-disabled', 'false')
  await button.click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('whoever is locked out on a new device reads what they can do', async ({ page, request, demo, watcher }) => {
  watcher.expectAnswers(429)
  for (let failure = 1; failure <= 100; failure += 1) {
    await demo.moveClock(failure * 16 * MINUTE)
    const answer = await request.post(`${demo.url}/api/auth`, { data: { username: 'jemma', password: 'guess' } })
    expect(answer.status()).toBe(401)
  }
  await demo.moveClock(101 * 16 * MINUTE)
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(
    page.getByText(/^Too many attempts\. Sign in on a device you’ve used before, or ask an admin/),
  ).toBeVisible()
})

test('whoever guesses the password while changing it has to wait as well, and admins read of it', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(403, 429)
  await signIn(page, demo.url)
  // The wait is as long as the test looks at it.
  await page.clock.install()
  await page.goto(`${demo.url}/settings/password`)
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  const button = page.getByRole('button', { name: 'Change password' })
  let status = 403
  for (let attempt = 1; status === 403 && attempt <= FAILURES; attempt += 1) {
    await page.getByLabel('Current password', { exact: true }).fill(`guess ${attempt}`)
    const answered = page.waitForResponse('**/api/me/password')
    await button.click()
    status = (await answered).status()
    if (status === 403) await expect(button).toHaveAttribute('aria-disabled', 'false')
  }
  await expect(page.getByText(/^Too many attempts\. Try again in (a second|\d+ seconds)\.$/)).toBeVisible()
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await page.goto(`${demo.url}/users/audit`)
  await expect(page.getByText('jemma entered a wrong password while changing theirs').first()).toBeVisible()
})

test('a busy server is said in words with the time to wait', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(503)
  await page.clock.install()
  await page.route('**/api/auth', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      headers: { 'retry-after': '60' },
      body: JSON.stringify({ type: 'about:blank', title: 'Busy', status: 503, code: 'unavailable' }),
    }),
  )
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(page.getByText('Tally is busy. Try again in 1 minute.')).toBeVisible()
  await page.unroute('**/api/auth')
  await page.clock.fastForward(MINUTE)
  await expect(page.getByText(/^Tally is busy/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})
