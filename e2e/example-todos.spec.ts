import { expect, row, setUp, test } from './tally-test.ts'

test('a first start offers three examples that teach adding, completing and the details', async ({
  page,
  startTally,
}) => {
  const { url } = await startTally()
  await setUp(page, url)
  await page.goto(`${url}/todos/list/inbox`)
  await page.getByRole('button', { name: 'Add examples' }).click()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(3)
  await expect(row(page, 'Add a todo').getByRole('checkbox')).toBeFocused()
  await row(page, 'Open the details')
    .getByRole('button', { name: /^Details of/ })
    .click()
  await expect(page.getByText('Write notes here')).toBeVisible()
  await row(page, 'Complete this one').getByRole('checkbox').check()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2)
})

test('the examples are dismissed for good', async ({ page, startTally }) => {
  const { url } = await startTally()
  await setUp(page, url)
  await page.goto(`${url}/todos/list/inbox`)
  await page.getByRole('button', { name: 'No, thanks' }).click()
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeFocused()
  await page.reload()
  await expect(page.getByText('Your Inbox is empty.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add examples' })).toHaveCount(0)
})
