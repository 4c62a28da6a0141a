import { ApiPerson } from './api-person.ts'
import { expect, PASSWORD, test } from './tally-test.ts'

test('where sign-up is open, anybody makes an account from the sign-in page, as a member', async ({
  page,
  request,
  startTally,
}) => {
  const tally = await startTally({ TALLY_SIGNUP: 'open' })
  await ApiPerson.setUp(request, tally.url, PASSWORD)
  await page.goto(tally.url)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible()
  await page.getByLabel('Your name').fill('Grace')
  await page.getByLabel('Username').fill('grace')
  await page.getByLabel('Password', { exact: true }).fill('gravity ribbon pond salon velvet')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeFocused()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ada' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
})
