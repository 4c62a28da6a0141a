/**
 * The claim: what a person does in a shared list is on the screen of the other within 250 ms (p99) on one instance with
 * SQLite, and within 500 ms where the two are at different instances on PostgreSQL.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startPostgres } from '../server/test/postgres-server.ts'
import { launchBrowser, signIn } from './browser.ts'
import { format, judge, median, quantile } from './figures.ts'
import { call, startTally } from './tally-world.ts'

const CHANGES = 100
const JEMMA = { username: 'jemma', password: 'correct horse battery staple' }
const PAUL = { username: 'paul', password: 'battery staple correct horse' }

const browser = await launchBrowser()
try {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const one = await startTally(folder)
  await measure('one instance', 250, one.url, one.url)
  await one.stop()
  rmSync(folder, { recursive: true })

  const postgres = await startPostgres()
  const twoFolder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const settings = { DATABASE_URL: postgres.url }
  const a = await startTally(twoFolder, undefined, settings)
  const b = await startTally(twoFolder, undefined, settings)
  await measure('two instances', 500, a.url, b.url)
  await a.stop()
  await b.stop()
  await postgres.stop()
  rmSync(twoFolder, { recursive: true })
} finally {
  await browser.close()
}

/** Two people in one list; each adds todos in turn, and the time is taken from the key to the other's screen. */
async function measure(what: string, barMs: number, atUrl: string, otherUrl: string): Promise<void> {
  const path = await makeSharedList(atUrl)
  const pages = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()] as const
  await signIn(pages[0], atUrl, path, JEMMA)
  await signIn(pages[1], otherUrl, path, PAUL)
  for (const page of pages) await page.getByRole('textbox', { name: /^Add a todo/ }).waitFor()
  const times: number[] = []
  for (let n = -5; n < CHANGES; n += 1) {
    const [from, to] = n % 2 === 0 ? pages : [pages[1], pages[0]]
    const took = await carry(from, to, `Todo number ${n}`)
    if (n >= 0) times.push(took)
  }
  const [p99, longest] = [quantile(times, 0.99), quantile(times, 1)]
  judge(`${what}: p99 from the key to the other's screen < ${barMs} ms`, p99 < barMs, `${format(p99)} ms`)
  console.log(`  ${CHANGES} changes, median ${format(median(times))} ms, longest ${format(longest)} ms`)
  for (const page of pages) await page.context().close()
}

/** Adds a todo on one page, and gives back how long it took until the other one had painted it, in milliseconds. */
async function carry(from: Page, to: Page, title: string): Promise<number> {
  await to.evaluate((text) => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const look = () => {
      if (document.querySelector('main')?.textContent.includes(text)) {
        observer.disconnect()
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
      }
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(globalThis, { seen: promise })
  }, title)
  const line = from.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill(title)
  await line.evaluate((field) => {
    const { promise, resolve } = Promise.withResolvers<number>()
    field.addEventListener('keydown', () => resolve(performance.timeOrigin + performance.now()), { once: true })
    Object.assign(globalThis, { pressed: promise })
  })
  await line.press('Enter')
  await to.getByText(title, { exact: true }).waitFor()
  return (await moment(to, 'seen')) - (await moment(from, 'pressed'))
}

/** A moment that was noted in a page, in milliseconds since 1970 by the clock that all pages of a machine share. */
function moment(page: Page, name: 'seen' | 'pressed'): Promise<number> {
  return page.evaluate((global) => (globalThis as unknown as Record<string, Promise<number>>)[global] ?? NaN, name)
}

/** Makes jemma and paul, and a list of hers that he may edit; gives back its path in the app. */
async function makeSharedList(url: string): Promise<string> {
  const { token } = (await call(url, 'POST', '/api/setup', undefined, JEMMA)) as { token: string }
  const authorization = `Bearer ${token}`
  const added = { username: PAUL.username, displayName: 'Paul' }
  const { oneTimePassword } = (await call(url, 'POST', '/api/users', authorization, added)) as {
    oneTimePassword: string
  }
  const first = { username: PAUL.username, password: oneTimePassword, newPassword: PAUL.password }
  const paul = (await call(url, 'POST', '/api/auth', undefined, first)) as { token: string }
  const list = (await call(url, 'POST', '/api/lists', authorization, { name: 'Trip' })) as { id: string }
  await call(url, 'POST', `/api/lists/${list.id}/members`, authorization, { username: 'paul', role: 'editor' })
  await call(url, 'POST', `/api/lists/invitations/${list.id}/accept`, `Bearer ${paul.token}`)
  return `/todos/list/${list.id}`
}
