import type { User } from '@tally/contract'
import type { Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { addTodo, expect, signIn, test } from './tally-test.ts'

/** Opens the page of people with a request still on its way; answers how to let that request go. */
async function openPeople(page: Page, title: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  const holdBack = async () => {
    await released
  }
  await page.route('**/api/sync/push', (route) => holdBack().then(() => route.continue()), { times: 1 })
  await page.getByRole('link', { name: 'Inbox' }).click()
  await addTodo(page, title)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()
  return () => release(undefined)
}

/** What only admins may ask for is answered: asked for while the role is taken away, it would be a 403. */
async function invitationsAnswered(page: Page): Promise<void> {
  await page.waitForResponse((answer) => answer.url().endsWith('/api/invitations') && answer.ok())
}

test('a change of role is seen with the next request, on the page that is open', async ({
  page,
  newPerson,
  demo,
  request,
  watcher,
}) => {
  watcher.expectAnswers(401)
  const jemma = await ApiPerson.signIn(request, demo.url)
  const paul = (await jemma.call<User[]>('GET', '/api/users')).find(({ username }) => username === 'paul')
  const addPerson = page.getByRole('button', { name: 'Add a person' })
  await signIn(page, demo.url, 'paul')
  const onlooker = await newPerson()
  await signIn(onlooker, demo.url, 'sebastian')

  const sendOne = await openPeople(page, 'As a member')
  await expect(addPerson).toHaveCount(0)
  const firstInvitations = invitationsAnswered(page)
  await jemma.call('PATCH', `/api/users/${paul?.id}`, { role: 'admin' })
  sendOne()
  await expect(addPerson).toBeVisible()
  await firstInvitations

  const invitationsAgain = invitationsAnswered(page)
  const sendAnother = await openPeople(page, 'As an admin')
  await expect(addPerson).toBeVisible()
  await invitationsAgain
  await jemma.call('PATCH', `/api/users/${paul?.id}`, { role: 'member' })
  sendAnother()
  await expect(addPerson).toHaveCount(0)
  await expect(page).toHaveURL(`${demo.url}/users`)
  await expect(page.getByRole('main').getByText('Sebastian', { exact: true })).toBeVisible()

  // Nobody else notices.
  await onlooker.getByRole('link', { name: 'People' }).click()
  await expect(onlooker.getByRole('main').getByText('Paul', { exact: true })).toBeVisible()
  await expect(onlooker.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
})
