import { expect, fillInSignIn, signOut, test } from './tally-test.ts'

test('a new password is judged while it is typed, and a passphrase can be suggested', async ({ page, startTally }) => {
  const tally = await startTally()
  const scripts: string[] = []
  page.on('response', async (answer) => {
    if (answer.url().endsWith('.js')) scripts.push(await answer.text().catch(() => ''))
  })
  const hasWords = () => scripts.some((script) => script.includes('abandon'))
  await page.goto(tally.url)
  await page.getByLabel('Username').fill('ada')
  const field = page.getByLabel('Password', { exact: true })
  const strength = page.getByText('Password strength:').locator('..')
  await field.fill('xK3$vB9!')
  await expect(strength).toHaveText(/Too short/)
  await field.fill('aaaaaaaaaaaaaaaaaaaa')
  await expect(strength).toHaveText(/Easy to guess/)
  await field.fill('gravity ribbon pond')
  await expect(strength).toHaveText(/Could be stronger/)
  await field.fill('gravity ribbon pond salon velvet')
  await expect(strength).toHaveText(/Very good/)
  expect(hasWords()).toBe(false)

  await page.getByRole('button', { name: 'Suggest a passphrase' }).click()
  await expect(field).toHaveValue(/^(?:[a-z]+ ){4}[a-z]+$/)
  await expect(field).toHaveAttribute('type', 'text')
  await expect(strength).toHaveText(/Very good/)
  expect(hasWords()).toBe(true)
  const passphrase = await field.inputValue()
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'ada', passphrase)
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('what the server refuses is said under the field, in which one goes on typing', async ({
  page,
  startTally,
  watcher,
}) => {
  watcher.expectAnswers(400)
  const tally = await startTally()
  await page.goto(tally.url)
  await page.getByLabel('Username').fill('lovelace')
  const field = page.getByLabel('Password', { exact: true })
  await field.fill('lovelace engine room')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Must not contain the username.')).toBeVisible()
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/Must not contain the username\./)
})
