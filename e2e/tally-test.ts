import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { PageWatcher } from './page-watcher.ts'
import { TallyServer } from './tally-server.ts'

export { expect }

type Fixtures = {
  /** A demo of its own for this test: jemma (admin), paul and sebastian, password `todo`. */
  demo: TallyServer
  /** Starts an empty Tally, with these settings; it is removed after the test. */
  startTally: (env?: Record<string, string>) => Promise<TallyServer>
  /** Opens another browser, in which nobody is signed in. */
  newPerson: () => Promise<Page>
  /** Watches every page of the test, which fails when something goes wrong that it has not said it expects. */
  watcher: PageWatcher
}

export const test = base.extend<Fixtures>({
  watcher: [
    async ({ context }, use) => {
      const watcher = new PageWatcher()
      watcher.watch(context)
      await use(watcher)
      expect(watcher.surprises).toEqual([])
    },
    { auto: true },
  ],
  demo: async ({ watcher }, use) => {
    const server = await TallyServer.start('demo')
    await use(server)
    watcher.end()
    await server.remove()
  },
  startTally: async ({ watcher }, use) => {
    const servers: TallyServer[] = []
    await use(async (env) => {
      const server = await TallyServer.start('serve', env)
      servers.push(server)
      return server
    })
    watcher.end()
    await Promise.all(servers.map((server) => server.remove()))
  },
  newPerson: async ({ browser, watcher }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext()
      watcher.watch(context)
      contexts.push(context)
      return context.newPage()
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
})

/** Signs in as a visitor would, and waits for the todos. */
export async function signIn(page: Page, url: string, username = 'jemma', password = 'todo'): Promise<void> {
  await page.goto(`${url}/login`)
  await fillInSignIn(page, username, password)
  // Home decides between Today and the Inbox once the todos are there.
  await expect(page).toHaveURL(/\/todos\/\w+/)
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
}

/** The password of ada, who makes the first account. */
export const PASSWORD = 'correct horse battery staple'

/** Makes the first account of an empty Tally, ada, and waits for the todos. */
export async function setUp(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
}

/** Signs in as ada, whom `setUp` made, in another browser, and waits for her Inbox. */
export async function openInboxElsewhere(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login?returnUrl=/todos/list/inbox`)
  await fillInSignIn(page, 'ada', PASSWORD)
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeVisible()
}

/** Waits until the server has accepted what this page, or another tab of its browser, pushed. */
export async function pushed(page: Page): Promise<void> {
  await page.context().waitForEvent('response', (one) => one.url().endsWith('/api/sync/push') && one.status() === 200)
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

/** Pastes into a field, as somebody does who has copied this text elsewhere. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /settings and sign out/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login/)
}
