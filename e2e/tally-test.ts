import { test as base, expect, type Page } from '@playwright/test'
import { TallyServer } from './tally-server.ts'

export { expect }

type Fixtures = {
  /** A demo of its own for this test: jemma (admin), paul and sebastian, password `todo`. */
  demo: TallyServer
  /** What the page has complained about; must be empty at the end, unless a test expects it. */
  complaints: string[]
}

/** What a page may say while its server is away on purpose. */
const NETWORK = /Failed to load resource|net::ERR_|NetworkError/

export const test = base.extend<Fixtures>({
  demo: async ({}, use) => {
    const server = await TallyServer.start('demo')
    await use(server)
    await server.remove()
  },
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = []
      const watch = (page: Page) => {
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('console', (message) => {
          if (message.type() !== 'error' && message.type() !== 'warning') return
          if (!NETWORK.test(message.text())) complaints.push(message.text())
        })
      }
      context.on('page', watch)
      await use(complaints)
      // Also violations of the content security policy end up here.
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

/** Signs in as a visitor would, and waits for the todos. */
export async function signIn(page: Page, url: string, username = 'jemma', password = 'todo'): Promise<void> {
  await page.goto(`${url}/login`)
  await fillInSignIn(page, username, password)
  // Home decides between Today and the Inbox once the todos are there.
  await expect(page).toHaveURL(/\/todos\/\w+/)
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
}

export async function fillInSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The row of a todo in the list on the page. */
export function row(page: Page, title: string) {
  return page.getByRole('main').getByRole('listitem').filter({ hasText: title })
}

export async function addTodo(page: Page, title: string): Promise<void> {
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill(title)
  await line.press('Enter')
  await expect(row(page, title)).toBeVisible()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /settings and sign out/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login/)
}
