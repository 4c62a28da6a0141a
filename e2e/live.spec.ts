import { shareTrip } from './shared-trip.ts'
import { addTodo, expect, row, signIn, test } from './tally-test.ts'

test('what is done on one device shows on another by itself, and in every tab', async ({
  page,
  context,
  newPerson,
  demo,
}) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: /^Inbox/ }).click()
  const tab = await context.newPage()
  await tab.goto(`${demo.url}/todos/list/inbox`)
  const device = await newPerson()
  await signIn(device, demo.url)
  await device.goto(`${demo.url}/todos/list/inbox`)
  await addTodo(device, 'From my phone')
  await expect(row(page, 'From my phone')).toBeVisible()
  await expect(row(tab, 'From my phone')).toBeVisible()
  await row(tab, 'From my phone').getByRole('checkbox').click()
  await expect(row(device, 'From my phone')).toHaveCount(0)
  await expect(row(page, 'From my phone')).toHaveCount(0)
})

test('a change from elsewhere never overwrites what is being typed: it asks', async ({ page, newPerson, demo }) => {
  await signIn(page, demo.url)
  const device = await newPerson()
  await signIn(device, demo.url)
  await row(page, 'Get Milk').getByTitle('Edit').click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Get oat milk')
  await row(device, 'Get Milk').getByTitle('Edit').click()
  await device.getByRole('textbox', { name: 'Title' }).fill('Get soy milk')
  await device.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Changed elsewhere' })).toContainText('Get soy milk')
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Get oat milk')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.keyboard.press('Enter')
  await expect(row(device, 'Get oat milk')).toBeVisible()
})

test('a refused change waits with its words, and goes to the Inbox from there', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  await signIn(page, demo.url, 'paul')
  const { share } = await shareTrip(request, demo.url)
  await page.getByRole('link', { name: 'Trip' }).click()
  await page.route('**/api/sync/**', (route) => route.abort())
  await addTodo(page, 'Book the ferry')
  await share('viewer')
  await page.unroute('**/api/sync/**')
  await page.getByRole('link', { name: /^Needs attention/ }).click()
  await expect(page.getByRole('main')).toContainText('You can view this list, but not edit it.')
  await page.getByRole('button', { name: 'Copy to Inbox' }).click()
  await expect(page.getByText('Every change has reached the server.')).toBeVisible()
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(row(page, 'Book the ferry')).toBeVisible()
})
