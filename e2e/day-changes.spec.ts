import { addTodo, expect, row, signIn, test } from './tally-test.ts'

const HOUR = 3_600_000

/** Noon in Berlin, where the browser is, on a Thursday. */
const noon = Date.parse('2026-11-26T12:00+01:00')

test('however the clock gets past midnight, the page knows what day it is', async ({ page, demo }) => {
  await page.clock.setSystemTime(noon)
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/upcoming`)
  await addTodo(page, 'Water the plants')
  await expect(page.getByRole('heading', { name: 'Tomorrow' })).toBeVisible()
  const due = page.getByRole('navigation').getByRole('link', { name: /^Today/ })
  await page.goto(`${demo.url}/todos/today`)
  await expect(page.getByText(/^Thursday,? 26 November 2026$/)).toBeVisible()
  const before = await due.textContent()

  // The device slept; no timer ran.
  await page.clock.setSystemTime(noon + 24 * HOUR)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByText(/^Friday,? 27 November 2026$/)).toBeVisible()
  await expect(row(page, 'Water the plants')).toBeVisible()
  expect(await due.textContent()).not.toBe(before)

  // The clock was set, and somebody is looking on.
  await page.clock.setSystemTime(noon + 48 * HOUR)
  await expect(page.getByText(/^Saturday,? 28 November 2026$/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Overdue' })).toBeVisible()
  await page.clock.setSystemTime(noon)
  await expect(page.getByText(/^Thursday,? 26 November 2026$/)).toBeVisible()
})

test('a browser in any language, or in none, shows English words and the dates of its region', async ({
  browser,
  demo,
}) => {
  const german = await browser.newContext({ locale: 'de-DE', serviceWorkers: 'block' })
  const page = await german.newPage()
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/upcoming`)
  await addTodo(page, 'Water the plants')
  await expect(page.getByRole('heading', { name: 'Tomorrow' })).toBeVisible()
  await expect(page.getByText(/Heute|Morgen|Gestern/)).toHaveCount(0)
  await german.close()
  for (const language of ['C', 'en_US.UTF-8', '']) {
    const odd = await browser.newContext({ serviceWorkers: 'block' })
    const other = await odd.newPage()
    await other.addInitScript((name) => {
      Object.defineProperty(navigator, 'language', { get: () => name })
    }, language)
    await signIn(other, demo.url)
    await other.goto(`${demo.url}/todos/upcoming`)
    await expect(other.getByRole('heading', { name: 'Tomorrow' })).toBeVisible()
    await odd.close()
  }
})
