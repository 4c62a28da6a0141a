import { join } from 'node:path'
import type { APIRequestContext, Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { expect, row, signIn, test } from './tally-test.ts'
import type { TallyServer } from './tally-server.ts'

const FOLDER = join(import.meta.dirname, '../docs/screenshots')
const DAY_MS = 86_400_000

const pages: [name: string, path: string][] = [
  ['today', '/todos/today'],
  ['inbox', '/todos/list/inbox'],
  ['upcoming', '/todos/upcoming'],
  ['search', '/search'],
  ['trash', '/trash'],
  ['people', '/users'],
  ['audit', '/users/audit'],
  ['settings', '/settings'],
  ['devices', '/settings/sessions'],
]

const devices = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of Object.entries(devices)) {
    test(`${device}, ${colorScheme}`, async ({ page, demo, request, startTally }) => {
      test.setTimeout(90_000)
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const shoot = async (name: string) => {
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        await page.mouse.move(0, 0)
        await expect(page.getByText('Loading…')).toHaveCount(0)
        await page.screenshot({ path: join(FOLDER, `${name}-${device}-${colorScheme}.png`) })
      }
      await page.goto(`${demo.url}/login`)
      await shoot('sign-in')
      const lists = await fillWorld(request, demo)
      await signIn(page, demo.url)
      for (const [name, path] of [...pages, ['list', `/todos/list/${lists.home}`] as const]) {
        await page.goto(demo.url + path)
        await shoot(name)
      }
      await page.goto(`${demo.url}/todos/today`)
      await openDetails(page, 'Send the invoice to the printer')
      await shoot('details')
      // Cookies know no ports: those of the demo are not for this one.
      await page.context().clearCookies()
      const empty = await startTally()
      await page.goto(empty.url)
      await shoot('set-up')
    })
  }
}

async function openDetails(page: Page, title: string): Promise<void> {
  await row(page, title).hover()
  await row(page, title)
    .getByRole('button', { name: `Details of ${title}` })
    .click()
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible()
}

/** Gives jemma a week that looks like one, through the API. */
async function fillWorld(request: APIRequestContext, { url }: TallyServer): Promise<{ home: string }> {
  const jemma = await ApiPerson.signIn(request, url)
  const post = (path: string, data: object) => jemma.call<{ id: string }>('POST', path, data)
  const day = (offset: number) =>
    new Date(Date.now() + offset * DAY_MS).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' })
  const { id: home } = await post('/api/lists', { name: 'Home', color: 'green' })
  const { id: work } = await post('/api/lists', { name: 'Work', color: 'blue' })
  await post('/api/lists', { name: 'Groceries', color: 'orange' })
  const notes = 'Ask **Ada** for the number.\n\n- two copies\n- by post, not by mail\n'
  const todos = [
    { title: 'Send the invoice to the printer', listId: work, dueOn: day(-2), priority: 3, labels: ['money'], notes },
    { title: 'Call the dentist', dueOn: day(0), dueTime: '15:30', timeZone: 'Europe/Berlin', labels: ['phone'] },
    { title: 'Water the plants', listId: home, dueOn: day(0), priority: 1 },
    { title: 'Answer the letter from the school', listId: home, dueOn: day(0), priority: 2 },
    { title: 'Review the draft of the contract', listId: work, dueOn: day(1), labels: ['reading'] },
    { title: 'Book the train to Hamburg', listId: home, dueOn: day(5) },
    { title: 'Paint the fence', listId: home, dueOn: day(20), labels: ['garden'] },
    { title: 'Take the bottles back', listId: home, completed: true },
    { title: 'Pay the rent', dueOn: day(0), completed: true },
    { title: 'Tidy the desk', dueOn: day(0), completed: true },
    { title: 'Return the books', dueOn: day(0), completed: true },
    { title: 'An old idea' },
  ]
  for (const todo of todos) {
    const { id } = await post('/api/todos', todo)
    if (todo.title === 'An old idea') await jemma.call('DELETE', `/api/todos/${id}`)
  }
  return { home }
}
