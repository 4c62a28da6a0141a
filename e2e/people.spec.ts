import { expect, fillInSignIn, signIn, signOut, test } from './tally-test.ts'

test('a member sees who is here, and none of what admins do', async ({ page, demo }) => {
  const loaded: string[] = []
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) loaded.push(await response.text().catch(() => ''))
  })
  await signIn(page, demo.url, 'paul')
  await page.getByRole('link', { name: 'People' }).click()
  for (const name of ['Jemma', 'Paul', 'Sebastian']) {
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: name })).toBeVisible()
  }
  await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
  await expect(page.getByRole('main').getByText(/seen|never signed in/)).toHaveCount(0)
  expect(loaded.some((script) => script.includes('Delete for good'))).toBe(false)
})

test('an admin adds a person, who can sign in; disables, and they cannot; deletes, and they are gone', async ({
  page,
  demo,
}) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('main').getByText('ada', { exact: true }).first()).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'ada', 'correct horse battery staple')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await signOut(page)

  await fillInSignIn(page, 'jemma', 'todo')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Change ada' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByRole('main').getByText('disabled')).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'ada', 'correct horse battery staple')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()

  await fillInSignIn(page, 'jemma', 'todo')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Change ada' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByRole('main').getByText('ada', { exact: true })).toHaveCount(0)
})

test('a changed password is the one that counts', async ({ page, demo }) => {
  await signIn(page, demo.url, 'paul')
  await page.goto(`${demo.url}/settings/password`)
  await page.getByLabel('Current password', { exact: true }).fill('wrong')
  await page.getByLabel('New password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: /change/i }).click()
  await expect(page.getByText(/wrong/i).first()).toBeVisible()
  await page.getByLabel('Current password', { exact: true }).fill('todo')
  await page.getByRole('button', { name: /change/i }).click()
  await expect(page.getByText(/changed/i).first()).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'paul', 'todo')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await fillInSignIn(page, 'paul', 'correct horse battery staple')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('my name and the theme are mine to choose, and stay', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/settings`)
  await page.getByLabel('Name', { exact: true }).fill('Jemma B.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: /^Jemma B\./ })).toBeVisible()
  await page.getByRole('radio', { name: 'Dark' }).check()
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color)
  const dark = await ink()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  expect(await ink()).toBe(dark)
  await page.getByRole('radio', { name: 'Light' }).check()
  await expect.poll(ink).not.toBe(dark)
})
