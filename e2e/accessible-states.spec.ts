import type { AddedUser, List, MadeInvitation, Member } from '@tally/contract'
import { ApiPerson } from './api-person.ts'
import { makeTrip } from './shared-trip.ts'
import { addTodo, expect, fillInSignIn, PASSWORD, row, signIn, test } from './tally-test.ts'
import { violations } from './violations.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('the set-up page is accessible, also with its errors', async ({ page, startTally }) => {
  const tally = await startTally()
  await page.goto(tally.url)
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Choose a username.')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('a refused sign-in is accessible', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401)
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'jemma', 'wrong')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('the second step of signing in is accessible', async ({ page, demo, request, watcher }) => {
  watcher.expectAnswers(403)
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { oneTimePassword = '' } = await jemma.call<AddedUser>('POST', '/api/users', { username: 'grace' })
  await page.goto(`${demo.url}/login`)
  await fillInSignIn(page, 'grace', oneTimePassword)
  await page.getByLabel('Your new password', { exact: true }).fill('gravity ribbon pond')
  await expect(page.getByText('Could be stronger')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('joining is accessible, with an invitation and with one that is over', async ({
  page,
  request,
  startTally,
  watcher,
}) => {
  watcher.expectAnswers(404)
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  const ada = await ApiPerson.setUp(request, tally.url, PASSWORD)
  const { url } = await ada.call<MadeInvitation>('POST', '/api/invitations', {})
  await page.goto(url)
  await page.getByRole('button', { name: 'Suggest a passphrase' }).click()
  await expect(page.getByText('Write it down')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.goto(`${url}x`)
  await expect(page.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('a todo is accessible with all it can have, while it is edited, and in the trash', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('button', { name: 'Show completed' }).click()
  await row(page, 'Get Milk').getByRole('button', { name: 'Details of Get Milk' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('textbox', { name: 'Notes' }).fill('# Shop\n\n[Dairy](https://example.org), `two`\n\n- milk')
  await details.getByRole('button', { name: 'Today' }).click()
  await details.getByRole('radio', { name: 'High' }).check()
  await details.getByRole('combobox', { name: 'Labels' }).fill('errand')
  await details.getByRole('combobox', { name: 'Labels' }).press('Enter')
  await expect(details.getByRole('link', { name: 'Dairy' })).toBeVisible()
  expect(await violations(page)).toEqual([])

  await details.getByRole('button', { name: 'Close details' }).click()
  await row(page, 'Get Milk').getByRole('button', { name: 'Get Milk', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  expect(await violations(page)).toEqual([])

  await page.keyboard.press('Escape')
  await row(page, 'Get Milk').getByRole('button', { name: 'Delete Get Milk' }).click()
  await page.getByRole('link', { name: 'Trash' }).click()
  await expect(page.getByRole('button', { name: 'Restore Get Milk' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' }).first()).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('what an admin does with people is accessible: forms, secrets, menu and question', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('Choose a username.')).toBeVisible()
  expect(await violations(page)).toEqual([])

  await page.getByRole('radio', { name: 'Set a password myself' }).check()
  await page.getByRole('button', { name: 'Suggest a passphrase' }).click()
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Invite by link' }).click()
  await expect(page.getByText('TALLY_SIGNUP=invite')).toBeVisible()
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Manage Paul' }).click()
  await page.getByRole('menuitem', { name: /^Reset password/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('button', { name: 'Copy' }).click()
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Manage Paul' }).click()
  await expect(page.getByRole('menu', { name: 'Manage Paul' })).toBeVisible()
  expect(await violations(page)).toEqual([])

  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('sharing a list is accessible: the dialog, its errors, its menu and questions, and what a viewer sees', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { jemma, list, share } = await makeTrip(request, demo.url)
  await share('viewer')
  const { userId } = await jemma.call<Member>('POST', `/api/lists/${list.id}/members`, {
    username: 'sebastian',
    role: 'editor',
  })
  const sebastian = await ApiPerson.signIn(request, demo.url, 'sebastian')
  await sebastian.call('POST', `/api/lists/invitations/${list.id}/accept`)
  await jemma.call('POST', '/api/todos', { title: 'Book the ferry', listId: list.id, assigneeId: userId })
  const camp = await jemma.call<List>('POST', '/api/lists', { name: 'Camp' })
  await jemma.call('POST', `/api/lists/${camp.id}/members`, { username: 'paul', role: 'viewer' })
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/${list.id}`)
  await expect(row(page, 'Book the ferry')).toContainText('Assigned to Sebastian')
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share “Trip”' })
  await dialog.getByLabel('Username').press('Enter')
  await expect(dialog.getByText('Enter their username.')).toBeVisible()
  await dialog.getByRole('button', { name: 'More about Sebastian' }).click()
  await expect(page.getByRole('menu', { name: 'More about Sebastian' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('menuitem', { name: /^Transfer ownership/ }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'More about Sebastian' }).click()
  await page.getByRole('menuitem', { name: /^Transfer ownership/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Transfer' }).click()
  await expect(dialog.getByRole('button', { name: 'Withdraw the offer to Sebastian' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('list', { name: 'Links' })).toBeVisible()
  expect(await violations(page)).toEqual([])

  const paul = await newPerson()
  await paul.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(paul, demo.url, 'paul')
  await expect(paul.getByRole('region', { name: 'Invitations' })).toBeVisible()
  expect(await violations(paul)).toEqual([])
  await paul.getByRole('button', { name: 'Decline “Camp”' }).click()
  await expect(paul.getByRole('alertdialog', { name: 'Decline “Camp”?' })).toBeVisible()
  expect(await violations(paul)).toEqual([])
  await paul.keyboard.press('Escape')
  await paul.goto(`${demo.url}/todos/list/${list.id}`)
  await row(paul, 'Book the ferry').getByRole('button', { name: 'Details of' }).click()
  await paul.getByText('Version history').click()
  await expect(paul.getByText('Nothing was overwritten unseen')).toBeVisible()
  expect(await violations(paul)).toEqual([])
  await paul.getByRole('button', { name: 'Members' }).click()
  await expect(paul.getByRole('dialog', { name: 'Members of “Trip”' })).toBeVisible()
  expect(await violations(paul)).toEqual([])
})

test('the line that says the server is away is accessible', async ({ page, demo, watcher }) => {
  watcher.expectServerAway()
  await signIn(page, demo.url)
  await page.route('**/api/sync/**', (route) => route.abort())
  await page.route('**/healthz', (route) => route.abort())
  await addTodo(page, 'Written without a server')
  await expect(page.getByText('Can’t reach the server. Retrying…')).toBeVisible()
  expect(await violations(page)).toEqual([])
})
