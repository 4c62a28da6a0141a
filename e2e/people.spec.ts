import type { Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { expect, fillInSignIn, PASSWORD, setUp, signIn, signOut, test } from './tally-test.ts'

/** Chooses in the menu of what an admin may do to somebody. */
async function change(page: Page, name: string, action: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: `Manage ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** The line of a person in the list. */
function line(page: Page, name: string) {
  return page.getByRole('main').getByRole('listitem').filter({ hasText: name })
}

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
  expect(loaded.some((script) => script.includes('Delete permanently'))).toBe(false)
})

test('an admin adds a person, who can sign in; disables, and they cannot; deletes, and they are gone', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401)
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('ada')
  await page.getByRole('radio', { name: 'Set a password myself' }).check()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('main').getByText('ada', { exact: true }).first()).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'ada', PASSWORD)
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await signOut(page)

  await fillInSignIn(page, 'jemma', 'todo')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Manage ada' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByRole('main').getByText('disabled')).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'ada', PASSWORD)
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()

  await fillInSignIn(page, 'jemma', 'todo')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Manage ada' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete permanently' }).click()
  await expect(page.getByRole('main').getByText('ada', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Manage Jemma' })).toBeFocused()
})

test('an admin adds a person with a one-time password, which is shown once and asks for another', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(403, 409)
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('Paul')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('This username is taken.')).toBeVisible()
  await page.getByLabel('Username').fill('ada')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const oneTime = await page.getByRole('textbox', { name: 'One-time password' }).inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeFocused()
  await expect(line(page, 'ada')).toContainText(/Hasn’t chosen a password yet\. The one-time password expires on .+/)
  await page.reload()
  await expect(line(page, 'ada')).toBeVisible()
  expect(await page.content()).not.toContain(oneTime)

  await signOut(page)
  await fillInSignIn(page, 'ada', oneTime)
  await expect(page.getByRole('textbox', { name: /new password/i })).toBeVisible()
})

test('a list that could not be read costs neither the one-time password nor the link', async ({
  page,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  await setUp(page, tally.url)
  let isAway = true
  await page.route(/\/api\/(users|invitations)$/, (route) =>
    isAway && route.request().method() === 'GET' ? route.abort() : route.continue(),
  )
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByText('Couldn’t load people.')).toBeVisible()
  await expect(page.getByText('Couldn’t load invitations.')).toBeVisible()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('grace')
  isAway = false
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'One-time password' })).not.toHaveValue('')
  for (const name of ['ada', 'grace']) await expect(line(page, name)).toBeVisible()

  await page.getByRole('button', { name: 'Invite by link' }).click()
  await page.getByRole('button', { name: 'Create link' }).click()
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/#/)
  await expect(line(page, 'For a member')).toHaveCount(1)
})

test('who is added while the list is being read is listed with all others', async ({ page, demo }) => {
  await signIn(page, demo.url)
  const { promise: added, resolve } = Promise.withResolvers<undefined>()
  let isFirst = true
  await page.route('**/api/users', async (route) => {
    if (!isFirst || route.request().method() !== 'GET') return route.continue()
    isFirst = false
    const answer = await route.fetch()
    await added
    await route.fulfill({ response: answer })
  })
  await page.goto(`${demo.url}/users`)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('ada')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'One-time password' })).not.toHaveValue('')
  resolve(undefined)
  for (const name of ['jemma', 'paul', 'sebastian', 'ada']) await expect(line(page, name)).toBeVisible()
})

test('a member who sees only some of the people is not told that they are all', async ({
  page,
  request,
  startTally,
}) => {
  const tally = await startTally({ TALLY_DIRECTORY: 'admins' })
  const ada = await ApiPerson.setUp(request, tally.url, PASSWORD)
  await ada.call('POST', '/api/users', { username: 'eve', role: 'member', password: PASSWORD })
  await signIn(page, tally.url, 'eve', PASSWORD)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(line(page, 'eve')).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('main')).not.toContainText('Everyone')
})

test('a one-time password is copied with one button', async ({ page, demo, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await change(page, 'Paul', /^Reset password/)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  const oneTime = await page.getByRole('textbox', { name: 'One-time password' }).inputValue()
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('Copied.')).toBeAttached()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(oneTime)
})

test('an admin resets a password after a question; the old one ends, the new one works', async ({
  page,
  demo,
  watcher,
}) => {
  watcher.expectAnswers(401, 403)
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await change(page, 'Paul', /^Reset password/)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Manage Paul' })).toBeFocused()
  await expect(line(page, 'Paul')).not.toContainText('one-time password')
  await change(page, 'Paul', /^Reset password/)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  const oneTime = await page.getByRole('textbox', { name: 'One-time password' }).inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Manage Paul' })).toBeFocused()
  await expect(line(page, 'Paul')).toContainText('one-time password expires on')

  await signOut(page)
  await fillInSignIn(page, 'paul', 'todo')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await fillInSignIn(page, 'paul', oneTime)
  await expect(page.getByRole('textbox', { name: /new password/i })).toBeVisible()
})

test('an admin signs a person out everywhere: the other browser is out at its next request', async ({
  page,
  demo,
  newPerson,
  watcher,
}) => {
  watcher.expectAnswers(401)
  const elsewhere = await newPerson()
  await signIn(elsewhere, demo.url, 'paul')
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await change(page, 'Paul', 'Sign out everywhere')
  await expect(page.getByText('Paul is signed out everywhere.')).toBeVisible()
  // It may have heard of it already, and have left by itself.
  await elsewhere.goto(`${demo.url}/users`)
  await expect(elsewhere).toHaveURL(/\/login/)
})

test('the last admin stays one, and is told so; with another they may step down', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401, 409)
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await change(page, 'Jemma', 'Make me a member')
  await expect(page.getByText('The last admin must stay an admin.')).toBeVisible()
  await expect(line(page, 'Jemma')).toContainText('admin')

  await change(page, 'Paul', 'Make an admin')
  await expect(line(page, 'Paul')).toContainText('admin')
  // The people stay on screen while they are read again, with a token that is refused first.
  const refused = page.waitForResponse((answer) => answer.status() === 401)
  await change(page, 'Jemma', 'Make me a member')
  await expect(page.getByText('You’re now a member.')).toBeVisible()
  await refused
  await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
  await expect(line(page, 'Paul')).toBeVisible()
})

test('where links are off, an admin reads which setting turns them on', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Invite by link' }).click()
  await expect(page.getByText('TALLY_SIGNUP=invite')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create link' })).toHaveCount(0)
})

test('an admin invites by a link that is shown once, and takes it back', async ({
  page,
  startTally,
  newPerson,
  watcher,
}) => {
  watcher.expectAnswers(404)
  const tally = await startTally({ TALLY_SIGNUP: 'invite' })
  await page.request.post(`${tally.url}/api/setup`, {
    headers: { origin: tally.url },
    data: { username: 'ada', displayName: 'Ada', password: PASSWORD },
  })
  await page.goto(`${tally.url}/users`)
  await page.getByRole('button', { name: 'Invite by link' }).click()
  await page.getByRole('radio', { name: 'Admin' }).check()
  await page.getByRole('button', { name: 'Create link' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await expect(page.getByText(/creates an account as an admin.*until \d+ \w+ \d{4}/)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.reload()
  const invitation = line(page, 'For an admin')
  await expect(invitation).toContainText(/invited by Ada · expires on \d+ \w+ \d{4}/)
  expect(await page.content()).not.toContain(new URL(link).hash.slice(1))

  const guest = await newPerson()
  await guest.goto(link)
  await expect(guest.getByText('Ada invited you')).toBeVisible()
  await invitation.getByRole('button', { name: /^Revoke/ }).click()
  await expect(invitation).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'People' })).toBeFocused()
  await guest.goto('about:blank')
  await guest.goto(link)
  await expect(guest.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible()
})

test('a changed password is the one that counts', async ({ page, demo, watcher }) => {
  watcher.expectAnswers(401, 403)
  await signIn(page, demo.url, 'paul')
  await page.goto(`${demo.url}/settings/password`)
  await page.getByLabel('Current password', { exact: true }).fill('wrong')
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: /change/i }).click()
  await expect(page.getByText(/wrong/i).first()).toBeVisible()
  await page.getByLabel('Current password', { exact: true }).fill('todo')
  await page.getByRole('button', { name: /change/i }).click()
  await expect(page.getByText(/changed/i).first()).toBeVisible()
  await signOut(page)
  await fillInSignIn(page, 'paul', 'todo')
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await fillInSignIn(page, 'paul', PASSWORD)
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
