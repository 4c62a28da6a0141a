import type { APIRequestContext, Page } from '@playwright/test'
import type { List, Todo } from '@tally/contract'
import { makeTrip } from './shared-trip.ts'
import { addTodo, expect, fillInSignIn, row, setUp, signIn, test } from './tally-test.ts'

/** A list of jemma's with one todo, made over the API. */
async function makeTripWithFerry(request: APIRequestContext, url: string) {
  const trip = await makeTrip(request, url)
  const todo = await trip.jemma.call<Todo>('POST', '/api/todos', { title: 'Book the ferry', listId: trip.list.id })
  return { ...trip, todo }
}

async function openShare(page: Page) {
  await page.getByRole('main').getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share “Trip”' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Opens the list in the browser of somebody it is shared with. */
async function openTrip(page: Page, url: string, username: string): Promise<void> {
  await signIn(page, url, username)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Trip shared' }).click()
  await expect(page.getByRole('heading', { name: 'Trip', level: 1 })).toBeVisible()
}

test('who is invited is asked, and sees nothing before; then what one does shows on the screen of the other', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path } = await makeTripWithFerry(request, demo.url)
  const paul = await newPerson()
  await signIn(paul, demo.url, 'paul')
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await dialog.getByRole('combobox', { name: 'Username' }).fill('paul')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(dialog.getByRole('status').first()).toHaveText('Invited Paul.')
  await expect(dialog.getByRole('combobox', { name: 'Username' })).toBeFocused()
  await expect(dialog.getByRole('region', { name: 'Invited' })).toContainText('@paul · Can edit')

  await expect(paul.getByText('Jemma invited you to “Trip”.')).toBeVisible()
  const invitations = paul.getByRole('region', { name: 'Invitations' })
  await expect(invitations).toContainText('From Jemma (@jemma) · Can edit')
  await expect(paul.getByRole('link', { name: /^Trip/ })).toHaveCount(0)
  await paul.goto(`${demo.url}/search?q=ferry`)
  await expect(paul.getByRole('main')).not.toContainText('Book the ferry')
  await invitations.getByRole('button', { name: 'Accept “Trip”' }).click()
  await paul.getByRole('link', { name: 'Trip shared' }).click()
  await expect(invitations).toHaveCount(0)
  await expect(paul.getByRole('main')).toContainText('Jemma shares this with you')
  await expect(dialog.getByRole('region', { name: 'People with access' })).toContainText('@paul')
  await expect(dialog.getByRole('region', { name: 'Invited' })).toHaveCount(0)

  await addTodo(paul, 'Pack the tent')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused()
  await expect(page.getByRole('main')).toContainText('Shared with Paul')
  await row(page, 'Pack the tent').getByRole('checkbox').click()
  await expect(row(paul, 'Pack the tent')).toHaveCount(0)
})

test('an invitation is accepted and declined by keyboard alone, and declining asks first', async ({
  page,
  request,
  demo,
}) => {
  const { invite, jemma, paulId } = await makeTripWithFerry(request, demo.url)
  const camp = await jemma.call<List>('POST', '/api/lists', { name: 'Camp' })
  await jemma.call('PUT', `/api/lists/${camp.id}/members/${paulId}`, { role: 'viewer' })
  await invite('editor')
  await signIn(page, demo.url, 'paul')
  await page.getByRole('button', { name: 'Accept “Trip”' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Accept “Camp”' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Decline “Camp”?' })
  await expect(question).toContainText('Jemma can’t invite you to this list again for 30 days.')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Decline “Camp”' })).toBeFocused()
  await page.keyboard.press('Enter')
  await question.getByRole('button', { name: 'Decline' }).press('Enter')
  await expect(page.getByText('You declined “Camp”.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Invitations' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Trip shared' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('who declined cannot be invited again now, and the inviter is told no more than that', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(409)
  const { path, invite, paul, list } = await makeTripWithFerry(request, demo.url)
  await invite('editor')
  await paul.call('POST', `/api/lists/invitations/${list.id}/decline`)
  await signIn(page, demo.url)
  await page.goto(path)
  const username = (await openShare(page)).getByRole('combobox', { name: 'Username' })
  await username.fill('paul')
  await username.press('Enter')
  await expect(username).toHaveAccessibleDescription('You can’t invite this person at the moment.')
})

test('an invitation is revoked, and is gone from the screen of whoever was invited', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path, invite } = await makeTripWithFerry(request, demo.url)
  await invite('viewer')
  const paul = await newPerson()
  await signIn(paul, demo.url, 'paul')
  await expect(paul.getByRole('region', { name: 'Invitations' })).toBeVisible()
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await dialog.getByRole('button', { name: 'Revoke the invitation of Paul' }).click()
  await expect(dialog.getByText('Invitation of Paul revoked.')).toBeVisible()
  await expect(dialog.getByRole('heading', { name: 'Share “Trip”' })).toBeFocused()
  await expect(paul.getByRole('region', { name: 'Invitations' })).toHaveCount(0)
})

test('a link lets one person join, who signs in on the way; it can be revoked', async ({
  page,
  newPerson,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(404)
  const { path } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await dialog.getByRole('combobox', { name: 'Access by link' }).selectOption('Can view')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
  await expect(dialog.getByRole('list', { name: 'Links' })).toContainText('Can view · until')

  const paul = await newPerson()
  await paul.goto(link)
  await expect(paul).toHaveURL(`${demo.url}/login?returnUrl=%2Fjoin-list`)
  await fillInSignIn(paul, 'paul', 'todo')
  await expect(paul.getByRole('heading', { name: 'Join “Trip”?' })).toBeVisible()
  await expect(paul).toHaveURL(`${demo.url}/join-list`)
  await expect(paul.getByRole('main')).toContainText('Jemma (@jemma) invited you.')
  await paul.getByRole('button', { name: 'Join list' }).click()
  await expect(paul.getByRole('heading', { name: 'Trip', level: 1 })).toBeVisible()
  await expect(row(paul, 'Book the ferry')).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'People with access' })).toContainText('@paul')
  await expect(dialog.getByRole('list', { name: 'Links' })).toHaveCount(0)

  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('list', { name: 'Links' })).toBeVisible()
  const second = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
  await dialog.getByRole('button', { name: /^Revoke the link/ }).click()
  await expect(dialog.getByText('Link revoked. It no longer works.')).toBeVisible()
  for (const used of [link, second]) {
    await paul.goto(used)
    await expect(paul.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  }
})

test('where the directory is for admins lists are shared by link only', async ({ page, startTally }) => {
  const tally = await startTally({ TALLY_DIRECTORY: 'admins' })
  await setUp(page, tally.url)
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByRole('textbox', { name: 'Name of the new list' }).fill('Trip')
  await page.keyboard.press('Enter')
  const dialog = await openShare(page)
  await expect(dialog.getByRole('button', { name: 'Create link' })).toBeVisible()
  await expect(dialog.getByRole('combobox', { name: 'Username' })).toHaveCount(0)
})

test('a list can be shared by keyboard alone', async ({ page, request, demo }) => {
  const { path, paul, list } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  await page.getByRole('button', { name: 'Share', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Share “Trip”' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  const username = page.getByRole('combobox', { name: 'Username' })
  await expect(username).toBeFocused()
  await page.keyboard.type('Paul')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Invited Paul.')).toBeVisible()
  await paul.call('POST', `/api/lists/invitations/${list.id}/accept`)
  const role = page.getByRole('combobox', { name: 'Access of Paul' })
  await expect(role).toHaveValue('editor')
  await role.focus()
  await page.keyboard.press('ArrowDown')
  await expect(role).toHaveValue('viewer')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /^Transfer ownership/ })).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Paul no longer has access.' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Share “Trip”' })).toBeFocused()
})

test('a username that nobody has is refused by its field, and so is somebody who has the list', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(404)
  const { path } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  const username = dialog.getByRole('combobox', { name: 'Username' })
  await username.fill('pual')
  await username.press('Enter')
  await expect(username).toHaveAccessibleDescription('This person doesn’t exist.')
  await expect(username).toBeFocused()
  await username.fill('Jemma')
  await username.press('Enter')
  await expect(username).toHaveAccessibleDescription('Jemma already has access.')
})

test('without a connection the dialog says that sharing needs one', async ({ page, request, demo, watcher }) => {
  watcher.expectServerAway()
  const { path } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await page.context().setOffline(true)
  await expect(dialog.getByText('You can invite people when you’re back online')).toBeVisible()
  await expect(dialog.getByText('who is invited and your links can’t be shown.')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Username' }).fill('paul')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(dialog.getByText('Can’t reach the server.')).toBeVisible()
})

test('who becomes a viewer can look and not change, at once and also by keyboard', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path, share } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  const paul = await newPerson()
  await openTrip(paul, demo.url, 'paul')
  await expect(paul.getByRole('textbox', { name: 'Add a todo to Trip' })).toBeVisible()
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await dialog.getByRole('combobox', { name: 'Access of Paul' }).selectOption('Can view')

  await expect(paul.getByText('You can view it, but not edit it.')).toBeVisible()
  await expect(paul.getByRole('textbox', { name: 'Add a todo to Trip' })).toHaveCount(0)
  await expect(paul.getByRole('button', { name: 'List Trip' })).toHaveCount(0)
  await expect(paul.getByRole('button', { name: 'Delete Book the ferry' })).toHaveCount(0)
  const tick = row(paul, 'Book the ferry').getByRole('checkbox')
  await expect(tick).toHaveAttribute('aria-disabled', 'true')
  await tick.click({ force: true })
  await tick.press('Space')
  await tick.press('1')
  await tick.press('Delete')
  await expect(tick).not.toBeChecked()
  await tick.press('Enter')
  const details = paul.getByRole('complementary', { name: 'Details' })
  await expect(details).toContainText('You can view this list, but not edit it.')
  await expect(details.getByRole('textbox')).toHaveCount(0)
  await expect(paul.getByRole('link', { name: /^Needs attention/ })).toHaveCount(0)

  await dialog.getByRole('combobox', { name: 'Access of Paul' }).selectOption('Can edit')
  await expect(details.getByRole('textbox', { name: 'Title' })).toHaveValue('Book the ferry')
})

test('who a todo is assigned to shows on the screen of the other, and can be taken back', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path, share } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  const paul = await newPerson()
  await openTrip(paul, demo.url, 'paul')
  await signIn(page, demo.url)
  await page.goto(path)
  await row(page, 'Book the ferry').getByRole('button', { name: 'Details of' }).click()
  const assignee = page.getByRole('combobox', { name: 'Assigned to' })
  await expect(assignee.getByRole('option')).toHaveText(['No one', 'Jemma (you)', 'Paul'])
  await assignee.selectOption('Paul')
  await expect(row(paul, 'Book the ferry')).toContainText('Assigned to Paul')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(paul, 'Book the ferry')).not.toContainText('Assigned to')
})

test('a todo that is moved to another list and back is still assigned', async ({ page, request, demo }) => {
  const { path, share, jemma, todo, paulId } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  await jemma.call('PATCH', `/api/todos/${todo.id}`, { assigneeId: paulId })
  await signIn(page, demo.url)
  await page.goto(path)
  await row(page, 'Book the ferry').getByRole('button', { name: 'Details of' }).click()
  await page.getByRole('combobox', { name: 'List' }).selectOption('Inbox')
  await expect(row(page, 'Book the ferry')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'Book the ferry')).toContainText('Assigned to Paul')
})

test('a list that is taken away disappears, and its member is led to the Inbox', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path, share, jemma, todo, paulId } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  await jemma.call('PATCH', `/api/todos/${todo.id}`, { assigneeId: paulId })
  const paul = await newPerson()
  await openTrip(paul, demo.url, 'paul')
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await dialog.getByRole('button', { name: 'More about Paul' }).click()
  await dialog.getByRole('menuitem', { name: /^Remove/ }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove Paul from “Trip”?' })
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(paul.getByText('“Trip” is no longer shared with you.')).toBeVisible()
  await expect(paul.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible()
  await expect(paul.getByRole('link', { name: /^Trip/ })).toHaveCount(0)

  await expect(row(page, 'Book the ferry')).not.toContainText('Assigned to')
})

test('a member who leaves is asked first, and then led to the Inbox', async ({ page, request, demo }) => {
  const { share, jemma, list } = await makeTripWithFerry(request, demo.url)
  await share('viewer')
  await openTrip(page, demo.url, 'paul')
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members of “Trip”' })
  await expect(dialog.getByRole('listitem')).toContainText([/Jemma.*Owner/s, /Paul.*you.*Can view/s])
  await expect(dialog.getByRole('combobox')).toHaveCount(0)
  await dialog.getByRole('button', { name: /^Leave this list/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: /^Leave this list/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible()
  await expect(page.getByText('You left “Trip”.')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Trip/ })).toHaveCount(0)
  await expect
    .poll(() => jemma.call<unknown[]>('GET', `/api/lists/${list.id}/members`))
    .toMatchObject([{ username: 'jemma' }])
})

test('ownership is transferred when the other accepts, and who had the list can still edit it', async ({
  page,
  newPerson,
  request,
  demo,
}) => {
  const { path, share } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  const paul = await newPerson()
  await openTrip(paul, demo.url, 'paul')
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  const offer = async () => {
    await dialog.getByRole('button', { name: 'More about Paul' }).click()
    await dialog.getByRole('menuitem', { name: /^Transfer ownership/ }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Transfer' }).click()
    await expect(dialog.getByText('Paul was asked to own this list.')).toBeVisible()
  }
  await offer()
  await expect(dialog.getByRole('heading', { name: 'Share “Trip”' })).toBeFocused()
  await expect(paul.getByRole('region', { name: 'Invitations' })).toContainText('wants to transfer ownership to you')
  await dialog.getByRole('button', { name: 'Withdraw the offer to Paul' }).click()
  await expect(paul.getByRole('region', { name: 'Invitations' })).toHaveCount(0)
  await offer()
  await paul.getByRole('button', { name: 'Accept “Trip”' }).click()
  await expect(paul.getByText('Shared with Jemma')).toBeVisible()
  await expect(paul.getByRole('button', { name: 'Share', exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Members of “Trip”' })).toBeVisible()
})

test('a list that somebody renames while I type its name: what I type stays, and I choose', async ({
  page,
  request,
  demo,
}) => {
  const { path, jemma, list } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  const name = page.getByRole('textbox', { name: 'Name of the list' })
  const rename = async (before: string, after: string) => {
    await page.getByRole('button', { name: `List ${before}` }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await expect(name).toBeFocused()
    await name.fill(after)
  }
  await rename('Trip', 'Summer')
  await jemma.call('PATCH', `/api/lists/${list.id}`, { name: 'Holiday' })
  await expect(page.getByRole('link', { name: /^Holiday/ })).toBeVisible()
  await expect(name).toHaveValue('Summer')
  await expect(page.getByText('Changed elsewhere to Holiday')).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await name.press('Enter')
  await expect(page.getByRole('heading', { name: 'Summer', level: 1 })).toBeVisible()

  await rename('Summer', 'Winter')
  await jemma.call('PATCH', `/api/lists/${list.id}`, { name: 'Autumn' })
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(name).toHaveValue('Autumn')
  await name.press('Escape')
  await expect(page.getByRole('heading', { name: 'Autumn', level: 1 })).toBeVisible()

  await rename('Autumn', 'Spring')
  await name.press('Escape')
  await expect(page.getByRole('heading', { name: 'Autumn', level: 1 })).toBeVisible()
})

test('a key that leads elsewhere does nothing while a dialog is open', async ({ page, request, demo }) => {
  const { path } = await makeTripWithFerry(request, demo.url)
  await signIn(page, demo.url)
  await page.goto(path)
  const dialog = await openShare(page)
  await expect(dialog.getByRole('heading', { name: 'Share “Trip”' })).toBeFocused()
  await page.keyboard.press('/')
  await expect(page).toHaveURL(path)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.keyboard.press('/')
  await expect(page).toHaveURL(/\/search/)
})

test('the Inbox cannot be shared', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0)
})

test('a text that was overwritten unseen is found under the todo, and taken back', async ({
  page,
  request,
  demo,
  watcher,
}) => {
  watcher.expectServerAway()
  const { share, jemma, todo } = await makeTripWithFerry(request, demo.url)
  await share('editor')
  await openTrip(page, demo.url, 'paul')
  await row(page, 'Book the ferry').getByRole('button', { name: 'Details of' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await page.route('**/api/sync/**', (route) => route.abort())
  await jemma.call('PATCH', `/api/todos/${todo.id}`, { title: 'Book the night ferry' })
  await details.getByRole('textbox', { name: 'Title' }).fill('Book the train')
  await details.getByRole('textbox', { name: 'Title' }).press('Enter')
  await page.unroute('**/api/sync/**')
  await expect.poll(async () => (await jemma.call<Todo>('GET', `/api/todos/${todo.id}`)).title).toBe('Book the train')

  await details.getByText('Version history').click()
  const entry = details.getByRole('list', { name: 'Version history' }).getByRole('listitem')
  await expect(entry).toContainText(/Title, overwritten by Paul.*Book the night ferry/s)
  await entry.getByRole('button', { name: 'Restore' }).click()
  await expect(details.getByRole('textbox', { name: 'Title' })).toHaveValue('Book the night ferry')
  await expect(entry.getByRole('button', { name: 'Current version' })).toBeFocused()
  await expect
    .poll(async () => (await jemma.call<Todo>('GET', `/api/todos/${todo.id}`)).title)
    .toBe('Book the night ferry')
})
