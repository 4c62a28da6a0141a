import type { AddedUser } from '@tally/contract'
import { ApiPerson } from './api-person.ts'
import { expect, fillInSignIn, signOut, test } from './tally-test.ts'

const OWN = 'gravity ribbon pond salon velvet'

test('who has a one-time password chooses their own in a second step, and signs in with that from then on', async ({
  page,
  demo,
  request,
  watcher,
}) => {
  watcher.expectAnswers(403, 400, 401)
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { oneTimePassword = '' } = await jemma.call<AddedUser>('POST', '/api/users', { username: 'grace' })
  await page.goto(`${demo.url}/settings`)
  await fillInSignIn(page, 'grace', oneTimePassword)
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible()
  const field = page.getByLabel('Your new password', { exact: true })
  await expect(field).toBeFocused()

  await field.fill('password password')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/must not be a common password/i)).toBeVisible()
  await expect(field).toBeFocused()
  await field.fill(OWN)
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await expect(page).toHaveURL(`${demo.url}/settings`)

  await signOut(page)
  await fillInSignIn(page, 'grace', oneTimePassword)
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await fillInSignIn(page, 'grace', OWN)
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('whoever took the wrong name goes back to the first step', async ({ page, demo, request, watcher }) => {
  watcher.expectAnswers(403)
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { oneTimePassword = '' } = await jemma.call<AddedUser>('POST', '/api/users', { username: 'grace' })
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'grace', oneTimePassword)
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  await fillInSignIn(page, 'jemma', 'todo')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})
