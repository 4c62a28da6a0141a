import type { Page } from '@playwright/test'
import { expect, fillInSignIn, signIn, test } from './tally-test.ts'

/** The lines of the log, the newest first. */
function lines(page: Page) {
  return page.getByRole('main').getByRole('listitem')
}

test('an admin reads who did what, and finds it by kind, person and day', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401)
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'paul', 'wrong')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Manage Sebastian' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByRole('main').getByText('disabled')).toBeVisible()
  await page.getByRole('link', { name: 'Audit log' }).click()
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeFocused()
  await expect(page).toHaveTitle('Audit log · Tally')

  await expect(lines(page).first()).toContainText('jemma disabled sebastian')
  await expect(lines(page).first()).toContainText(/\d\d:\d\d · \S+ · Chrome on Linux/)
  await expect(lines(page).nth(1)).toContainText('jemma signed in')
  await expect(lines(page).nth(2)).toContainText('Someone failed to sign in as paul')
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()

  await page.getByLabel('What').selectOption('Failed sign-in')
  await expect(lines(page)).toHaveText([/^\s*Someone failed to sign in as paul/])
  await page.getByLabel('What').selectOption('Everything')
  await page.getByLabel('Who').selectOption('Sebastian')
  await expect(lines(page)).toHaveText([/^\s*jemma disabled sebastian/])
  await page.getByLabel('Until').fill('2020-01-01')
  await expect(page.getByText('No matching events.')).toBeVisible()
  await page.getByRole('link', { name: 'Show everything' }).click()
  await expect(lines(page).nth(1)).toContainText('jemma signed in')
  await expect(page.getByLabel('Who')).toHaveValue('')
})

test('what to look for survives a reload and the way back', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/users/audit`)
  await page.getByLabel('What').selectOption('Sign-in')
  await page.getByLabel('From').fill('2020-01-01')
  await expect(page).toHaveURL(/\?kind=signed-in&from=2020-01-01$/)
  await page.reload()
  await expect(lines(page)).toHaveText([/^\s*jemma signed in/])
  await expect(page.getByLabel('What')).toHaveValue('signed-in')
  await expect(page.getByLabel('From')).toHaveValue('2020-01-01')
  await page.goBack()
  await expect(page.getByLabel('From')).toHaveValue('')
  await page.goBack()
  await expect(page.getByLabel('What')).toHaveValue('')
})

test('older entries come when asked for, and keep their order', async ({ page, demo, request }) => {
  const signedIn = await request.post(`${demo.url}/api/auth`, { data: { username: 'jemma', password: 'todo' } })
  const { token } = (await signedIn.json()) as { token: string }
  for (let n = 1; n <= 60; n++) {
    await request.patch(`${demo.url}/api/me`, {
      headers: { authorization: `Bearer ${token}` },
      data: { displayName: `Jemma ${n}` },
    })
  }
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/users/audit?kind=user-renamed`)
  await expect(lines(page)).toHaveCount(50)
  await page.getByRole('button', { name: 'Show older' }).click()
  await expect(lines(page)).toHaveCount(60)
  await expect(lines(page).first()).toContainText('jemma changed their name to “Jemma 60”')
  await expect(lines(page).nth(50)).toContainText('“Jemma 10”')
  await expect(page.getByRole('button', { name: 'Show older' })).toHaveCount(0)
})

test('a log that cannot be read says so, and is read again on request', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(500)
  await signIn(page, demo.url)
  await page.route('**/api/audit', (route) => route.fulfill({ status: 500 }), { times: 1 })
  await page.goto(`${demo.url}/users/audit`)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(lines(page).first()).toContainText('jemma signed in')
})

test('for a member there is no audit log', async ({ page, demo }) => {
  await signIn(page, demo.url, 'paul')
  await page.goto(`${demo.url}/users/audit`)
  await expect(page).toHaveURL(/\/todos\//)
})
