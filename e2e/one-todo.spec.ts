import type { List, Pulled, Todo } from '@tally/contract'
import { ApiPerson } from './api-person.ts'
import { expect, pushed, row, signIn, test } from './tally-test.ts'

/** A list whose id sorts before that of the Inbox: clients choose ids. */
const FIRST_LIST = '00000000-0000-7000-8000-000000000001'

test('what is written into a todo lands in that todo, also when another list holds a row of the same id', async ({
  page,
  request,
  demo,
}) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  const [inbox] = await jemma.call<List[]>('GET', '/api/lists')
  const letter = await jemma.call<Todo>('POST', '/api/todos', { title: 'Letter to my doctor' })
  await jemma.call('POST', '/api/lists', { id: FIRST_LIST, name: 'Trap' })
  const home = await jemma.call<List>('POST', '/api/lists', { name: 'Home' })
  // The server refuses such a row; a device may have one all the same, from before or from another server.
  await page.context().route('**/api/sync/pull', async (route) => {
    const answer = await route.fetch()
    const pulled = (await answer.json()) as Pulled
    for (const { id, rows } of pulled.lists) {
      if (id === FIRST_LIST) rows.todos.push({ ...letter, listId: FIRST_LIST, title: 'A planted twin' })
    }
    await route.fulfill({ response: answer, json: pulled })
  })
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/${FIRST_LIST}`)
  await expect(row(page, 'A planted twin')).toBeVisible()

  await page.goto(`${demo.url}/todos/list/inbox`)
  await row(page, letter.title).getByRole('button', { name: 'Details of' }).click()
  await expect(page).toHaveURL(new RegExp(`todo=${inbox?.id}.${letter.id}$`))
  await page.reload()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('textbox', { name: 'Title' })).toHaveValue(letter.title)
  const sent = pushed(page)
  await details.getByRole('textbox', { name: 'Notes' }).fill('Between us')
  await details.getByRole('textbox', { name: 'Title' }).focus()
  await sent
  const after = await jemma.call<Todo>('GET', `/api/todos/${letter.id}`)
  expect([after.listId, after.notes]).toEqual([inbox?.id, 'Between us'])

  await details.getByLabel('List').selectOption('Home')
  await expect(page).toHaveURL(new RegExp(`todo=${home.id}.${letter.id}$`))
  await expect(details.getByText('Between us')).toBeVisible()
  // The next pull may be on its way when the server ends.
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
})
