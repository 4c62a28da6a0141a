import { expect, row, signIn, test } from './tally-test.ts'

test('on paper a list is its todos, without menus, buttons and fields', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await row(page, 'Get Milk').getByRole('checkbox').focus()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByText('Get Milk')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  for (const name of ['Main', 'Quick']) await expect(page.getByRole('navigation', { name })).toBeHidden()
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeHidden()
  await expect(page.getByRole('main').getByRole('button', { name: /^(Details|Delete|Show)/ })).toHaveCount(0)
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
})
