import type { MadeInvitation } from '@tally/contract'
import type { APIRequestContext, Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { expect, PASSWORD, signIn, test } from './tally-test.ts'

const OWN = 'gravity ribbon pond salon velvet'

async function invite(request: APIRequestContext, url: string): Promise<MadeInvitation> {
  const ada = await ApiPerson.setUp(request, url, PASSWORD)
  return ada.call<MadeInvitation>('POST', '/api/invitations', {})
}

async function fillIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(OWN)
  await page.getByRole('button', { name: 'Create account' }).click()
}

test('a link lets one person join, its secret stays nowhere, and a second person is told that it is over', async ({
  page,
  request,
  startTally,
  newPerson,
  watcher,
}) => {
  watcher.expectAnswers(404)
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  const { url, token } = await invite(request, tally.url)
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'You’re invited' })).toBeVisible()
  await expect(page.getByText('Ada invited you to join Tally.')).toBeVisible()
  await expect(page).toHaveURL(`${tally.url}/join`)
  await fillIn(page, 'grace')
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
  const visited = await page.evaluate(() => JSON.stringify([navigation.entries().map(({ url }) => url), history.state]))
  expect(visited).toContain(tally.url)
  expect(visited).not.toContain(token)

  const second = await newPerson()
  await second.goto(url)
  await expect(second.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible()
  await expect(second.getByLabel('Username')).toHaveCount(0)
})

test('a taken username is said under it, and the invitation is still good for another', async ({
  page,
  request,
  startTally,
  watcher,
}) => {
  watcher.expectAnswers(409)
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  const { url } = await invite(request, tally.url)
  await page.goto(url)
  await fillIn(page, 'Ada')
  await expect(page.getByText('This username is taken.')).toBeVisible()
  await expect(page.getByLabel('Username')).toBeFocused()
  await fillIn(page, 'grace')
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
})

test('who is signed in sees that, and signs out to go on with the invitation', async ({
  page,
  request,
  startTally,
}) => {
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  const { url } = await invite(request, tally.url)
  await signIn(page, tally.url, 'ada', PASSWORD)
  await page.goto(url)
  await expect(page.getByText('You’re signed in as Ada.')).toBeVisible()
  await expect(page.getByLabel('Username')).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign out and continue' }).click()
  await fillIn(page, 'grace')
  await expect(page.getByRole('button', { name: /^grace.*settings and sign out/ })).toBeVisible()
})

test('without an invitation the page says what to ask for, and leads back', async ({ page, demo }) => {
  await page.goto(`${demo.url}/join`)
  await expect(page.getByRole('heading', { name: 'Ask for an invitation' })).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'This is a demo' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0)
})
