import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { addTodo, expect, fillInSignIn, signOut, test } from './tally-test.ts'

// What it keeps is looked at, too.
test.use({ serviceWorkers: 'allow' })

const FIRST = 'correct horse battery staple'
const SECOND = 'another horse, another battery'
const MISTYPED = 'correct horse battery stapel'
const MINUTE = 60_000

/**
 * What is secret by itself while a person uses Tally: tokens of both kinds, cookies, passwords. What admins make is
 * added.
 */
function watchSecrets(page: Page): {
  readonly secrets: Set<string>
  readonly addresses: string[]
  readonly said: string[]
} {
  const secrets = new Set([FIRST, SECOND, MISTYPED])
  const addresses: string[] = []
  const said: string[] = []
  page.on('request', (request) => {
    addresses.push(request.url())
    const token = /^Bearer (.+)/.exec(request.headers()['authorization'] ?? '')?.[1]
    if (token !== undefined) secrets.add(token)
  })
  page.on('response', (answer) => {
    void answer.headersArray().then((headers) => {
      for (const { name, value } of headers) {
        const cookie = name.toLowerCase() === 'set-cookie' ? /^[^=]+=([^;]{20,})/.exec(value)?.[1] : undefined
        if (cookie !== undefined) secrets.add(cookie)
      }
    })
  })
  page.on('framenavigated', (frame) => addresses.push(frame.url()))
  page.on('console', (message) => said.push(message.text()))
  return { secrets, addresses, said }
}

/** All that the page has kept where a script, or somebody with the disk, could find it. */
function readStorage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      history.state,
    ]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(new Error(name))
      })
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll()
        kept.push(await new Promise((resolve) => (reading.onsuccess = () => resolve(reading.result))))
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        kept.push(request.url, [...(answer?.headers ?? [])], await answer?.text())
      }
    }
    return JSON.stringify(kept)
  })
}

/** Reads the secret that an admin is shown this once, and closes its card. */
async function takeSecret(page: Page, label: string): Promise<string> {
  const field = page.getByRole('textbox', { name: label })
  await expect(field).not.toHaveValue('')
  const secret = await field.inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  return secret
}

test('no token, cookie, password or invitation is in a log, an error, a storage, an address or the database', async ({
  page,
  context,
  request,
  newPerson,
  startTally,
  watcher,
}) => {
  watcher.expectAnswers(401, 403)
  test.setTimeout(120_000)
  const tally = await startTally({ LOG_LEVEL: 'trace', TALLY_SIGNUP: 'invite' })
  const { secrets, addresses, said } = watchSecrets(page)
  const storages: string[] = []
  const errors: string[] = []
  const keep = async () => storages.push(await readStorage(page))

  await page.goto(tally.url)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill(FIRST)
  await page.getByRole('button', { name: 'Create account' }).click()
  await addTodo(page, 'Buy milk')
  await keep()
  await tally.moveClock(10 * MINUTE)
  await addTodo(page, 'Buy bread')
  await page.reload()
  await keep()
  await page.goto(`${tally.url}/settings/password`)
  await page.getByLabel('Current password', { exact: true }).fill(FIRST)
  await page.getByLabel('New password', { exact: true }).fill(SECOND)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText(/Password changed/)).toBeVisible()
  await keep()

  await page.goto(`${tally.url}/users`)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Username').fill('eve')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const oneTime = await takeSecret(page, 'One-time password')
  await page.getByRole('button', { name: 'Invite by link' }).click()
  await page.getByRole('button', { name: 'Create link' }).click()
  const link = await takeSecret(page, 'Link')
  const invitation = new URL(link).hash.slice(1)
  expect(Math.min(oneTime.length, invitation.length)).toBeGreaterThan(10)
  secrets.add(oneTime).add(invitation)
  await keep()
  const other = await newPerson()
  await other.goto(link)
  await other.getByLabel('Username').fill('grace')
  await other.getByLabel('Password', { exact: true }).fill(SECOND)
  await other.getByRole('button', { name: 'Create account' }).click()
  await addTodo(other, 'Buy tea')
  storages.push(await readStorage(other))
  await signOut(other)
  await fillInSignIn(other, 'eve', oneTime)
  const own = other.getByLabel('Your new password', { exact: true })
  await expect(own).toBeVisible()
  storages.push(await readStorage(other))
  await own.fill(SECOND)
  await other.getByRole('button', { name: 'Save and continue' }).click()
  await addTodo(other, 'Buy salt')
  storages.push(await readStorage(other))

  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'tally_rt')
  const token = [...secrets].find((secret) => secret.startsWith('eyJ')) ?? ''
  for (const answer of [
    await request.post(`${tally.url}/api/auth`, { data: `{"username":"ada","password":"${MISTYPED}` }),
    await request.post(`${tally.url}/api/auth`, { data: { username: 'ada', password: MISTYPED, more: FIRST } }),
    await request.post(`${tally.url}/api/auth`, { data: { username: 'eve', password: oneTime } }),
    await request.post(`${tally.url}/api/invitations/check`, { data: { token: invitation } }),
    await request.post(`${tally.url}/api/invitations/check`, { data: { token: `${invitation}x`, more: invitation } }),
    await request.get(`${tally.url}/api/todos`, { headers: { authorization: `Bearer ${token}x` } }),
    await request.get(`${tally.url}/api/todos?access_token=${token}`),
    await request.post(`${tally.url}/api/auth/refresh`, { headers: { cookie: `tally_rt=${cookie?.value}x` } }),
  ]) {
    expect(answer.status()).toBeGreaterThanOrEqual(400)
    errors.push(await answer.text(), JSON.stringify(answer.headers()))
  }
  await page.goto(`${tally.url}/todos/list/inbox`)
  await signOut(page)
  await fillInSignIn(page, 'ada', MISTYPED)
  await expect(page.getByText('Username or password is wrong.')).toBeVisible()
  await keep()
  await tally.stop()

  expect([...secrets].filter((secret) => secret.startsWith('eyJ')).length).toBeGreaterThan(1)
  expect([...secrets].filter((secret) => secret.startsWith('v1.')).length).toBeGreaterThan(1)
  const files = readdirSync(tally.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  const places = { log: [tally.output], errors, storages, addresses, said, files }
  // A search that finds nothing must be able to find something.
  expect(tally.output).toContain('/api/auth/refresh')
  expect(files.join()).toContain('Buy milk')
  for (const [place, texts] of Object.entries(places)) {
    for (const secret of secrets) {
      const holds = texts.some((text) => text.includes(secret) || decoded(text).includes(secret))
      expect(holds, `${place} must not hold ${secret.slice(0, 12)}…`).toBe(false)
    }
  }
})

/** A text with its percent escapes read, so that a secret in an address is found as well. */
function decoded(text: string): string {
  return text.replaceAll(/%[0-9A-Fa-f]{2}/g, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)))
}
