import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Todo } from '@tally/contract'
import { chromium, type Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { chromiumArgs } from './chromium-args.ts'
import { addTodo, expect, fillInSignIn, pushed, row, signIn, signOut, test } from './tally-test.ts'

/** What a page finds where a browser refuses this; each runs in the page before anything else. */
const refusals = {
  localStorage: () => {
    const get = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    Object.defineProperty(window, 'localStorage', { get })
    Object.defineProperty(window, 'sessionStorage', { get })
  },
  'a database': () => {
    const open = () => {
      throw new DOMException('The user denied permission to access the database.', 'UnknownError')
    }
    Object.defineProperty(window, 'indexedDB', { value: { open, deleteDatabase: open, databases: async () => open() } })
  },
  'the very name of a database': () => {
    Object.defineProperty(window, 'indexedDB', { value: undefined })
  },
  'tabs that speak to each other, and locks': () => {
    const refuse = () => {
      throw new DOMException('The request was denied.', 'SecurityError')
    }
    Object.defineProperty(window, 'BroadcastChannel', { value: refuse })
    LockManager.prototype.request = async () => refuse()
  },
} as const

/** The page that says why, which the person leaves to go on. */
async function goOn(page: Page): Promise<void> {
  await expect(page.getByRole('dialog', { name: 'Your browser blocks storage for Tally' })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText(/Allow cookies and site data for this address/)
  await page.getByRole('button', { name: 'Continue without storage' }).click()
}

/** Reads, changes, and signs out; the server has the change. */
async function use(page: Page, title: string): Promise<void> {
  await expect(row(page, 'Get Milk')).toBeVisible()
  const saved = pushed(page)
  await addTodo(page, title)
  await saved
  await signOut(page)
}

test('a browser that blocks cookies and site data says why and what to do; signing in and out work', async ({
  page,
  demo,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'tally-chromium-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROME_BIN'] ?? '',
    args: chromiumArgs,
  })
  try {
    const blocked = await browser.newPage()
    await blocked.goto(demo.url)
    await goOn(blocked)
    await fillInSignIn(blocked, 'jemma', 'todo')
    await expect(blocked.getByText('Unsent changes are lost when you close this tab.')).toBeVisible()
    await use(blocked, 'Written without site data')
  } finally {
    await browser.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/inbox`)
  await expect(row(page, 'Written without site data')).toBeVisible()
})

test('a browser that refuses any of it opens, signs in, saves and signs out', async ({ demo, newPerson }) => {
  test.setTimeout(90_000)
  const early = await newPerson()
  await early.addInitScript(refusals.localStorage)
  await early.goto(`${demo.url}/login`)
  await goOn(early)
  await fillInSignIn(early, 'jemma', 'todo')
  await use(early, 'Written without localStorage')

  for (const what of ['a database', 'the very name of a database'] as const) {
    const late = await newPerson()
    await late.addInitScript(refusals[what])
    await signIn(late, demo.url)
    await goOn(late)
    await use(late, `Written without ${what}`)
  }

  const silent = await newPerson()
  await silent.addInitScript(refusals['tabs that speak to each other, and locks'])
  await signIn(silent, demo.url)
  await use(silent, 'Written without locks')
})

test('a full device signs in, reads, saves and signs out; one that fills up says what it could not keep', async ({
  page,
  demo,
  request,
}) => {
  await page.addInitScript(() => {
    const fill = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    }
    const full = window as { isFull?: boolean }
    const realSet = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem')?.value as Storage['setItem']
    Storage.prototype.setItem = function (...parts) {
      return full.isFull === false ? realSet.apply(this, parts) : fill()
    }
    for (const name of ['put', 'add'] as const) {
      const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, name)?.value as IDBObjectStore['put']
      IDBObjectStore.prototype[name] = function (...parts) {
        return full.isFull === false ? real.apply(this, parts) : fill()
      }
    }
  })
  await signIn(page, demo.url)
  await expect(page.getByText('This device is full.')).toBeVisible()
  await page.getByRole('button', { name: 'See what to do' }).click()
  await expect(page.getByRole('dialog', { name: 'This device is full' })).toBeVisible()
  await page.getByRole('button', { name: 'Continue without storage' }).click()
  await use(page, 'Written on a full device')

  await page.addInitScript(() => {
    const full = window as { isFull?: boolean }
    full.isFull = false
  })
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/inbox`)
  await expect(row(page, 'Written on a full device')).toBeVisible()
  // It fills up while somebody works: what could not be stored says so, or all goes on in memory; nothing is lost.
  await page.evaluate(() => {
    const full = window as { isFull?: boolean }
    full.isFull = true
  })
  await row(page, 'Get Milk').getByRole('checkbox').click()
  const lost = page.getByText('This device has no room for your change to “Get Milk”.')
  await expect(lost.or(page.getByText('This device is full.')).first()).toBeVisible()
  await page.evaluate(() => {
    const full = window as { isFull?: boolean }
    full.isFull = false
  })
  const jemma = await ApiPerson.signIn(request, demo.url)
  const again = page.getByRole('button', { name: 'Try again' })
  const isCompleted = async () => {
    // Unless something else met the full disk first: then the change was in memory already.
    if (await again.isVisible()) await again.click()
    const todos = await jemma.call<Todo[]>('GET', '/api/todos')
    return todos.find(({ title }) => title === 'Get Milk')?.completed
  }
  await expect.poll(isCompleted).toBe(true)
  const added = pushed(page)
  await addTodo(page, 'Words that have no room')
  await added
})
