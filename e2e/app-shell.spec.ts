import type { Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { nextBuild } from './next-build.ts'
import { ReverseProxy } from './reverse-proxy.ts'
import {
  addTodo,
  expect,
  fillInSignIn,
  openInboxElsewhere,
  PASSWORD,
  pushed,
  row,
  setUp,
  signIn,
  test,
} from './tally-test.ts'

test.use({ serviceWorkers: 'allow' })

/** The addresses and texts of everything that service workers have kept. */
function readCaches(page: Page): Promise<{ addresses: string[]; texts: string[] }> {
  return page.evaluate(async () => {
    const addresses: string[] = []
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        addresses.push(new URL(request.url).pathname)
        texts.push((await (await cache.match(request))?.text()) ?? '')
      }
    }
    return { addresses, texts }
  })
}

type FileTable = { assetGroups: { installMode: 'prefetch' | 'lazy'; urls: string[] }[] }

/** Waits until a service worker controls the page and has all files of the app but those that only some people need. */
async function kept(page: Page): Promise<void> {
  const files = await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    const { assetGroups } = (await (await fetch('ngsw.json')).json()) as FileTable
    return assetGroups.flatMap(({ installMode, urls }) => (installMode === 'prefetch' ? urls : []))
  })
  expect(files.length).toBeGreaterThan(20)
  await expect.poll(async () => (await readCaches(page)).addresses).toEqual(expect.arrayContaining(files))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
}

/** Paths of files whose names change with what is in them. */
const hashed = /-[\w-]{8}\.js$/
/** Paths of what the server answers, and no file. */
const answered = /^\/(api|healthz|readyz|metrics|\.well-known)(\/|$)/

test('the app opens without a server, at every address, with what is stored; what is typed then arrives later', async ({
  page,
  newPerson,
  startTally,
  watcher,
}) => {
  watcher.expectServerAway()
  const tally = await startTally()
  await setUp(page, tally.url)
  const saved = pushed(page)
  await addTodo(page, 'Before')
  await saved
  await kept(page)
  await tally.stop('SIGKILL')

  await page.reload()
  await expect(row(page, 'Before')).toBeVisible()
  await page.goto(`${tally.url}/todos/upcoming`)
  await expect(page.getByRole('heading', { level: 1, name: 'Upcoming' })).toBeVisible()
  await page.goto(`${tally.url}/todos/label/v1.0`)
  await expect(page.getByRole('heading', { level: 1, name: '@v1.0' })).toBeVisible()
  await page.goto(`${tally.url}/todos/list/inbox`)
  await addTodo(page, 'Written without a server')
  await page.reload()
  await expect(row(page, 'Written without a server')).toBeVisible()
  await expect(page.getByText('Can’t reach the server. Retrying…')).toBeVisible()

  const arrived = pushed(page)
  await tally.start()
  await arrived
  await expect(row(page, 'Written without a server').getByTitle(/not synced yet/)).toHaveCount(0)
  const elsewhere = await newPerson()
  await openInboxElsewhere(elsewhere, tally.url)
  await expect(row(elsewhere, 'Written without a server')).toBeVisible()
})

for (const keepsPrefix of [false, true]) {
  const what = keepsPrefix ? 'keeps it' : 'strips it'
  test(`below a path, behind a proxy that ${what}, it opens without a server, too`, async ({
    page,
    startTally,
    watcher,
  }) => {
    watcher.expectServerAway()
    const proxy = await ReverseProxy.start({ basePath: '/tally', keepsPrefix })
    const home = `${proxy.origin}/tally`
    const tally = await startTally(proxy.settings)
    proxy.upstreamPort = tally.port
    await setUp(page, tally.setUpLink)
    await addTodo(page, 'Buy milk')
    await kept(page)
    proxy.stop()
    await page.goto(`${home}/todos/list/inbox`)
    await expect(row(page, 'Buy milk')).toBeVisible()
  })
}

test('what is kept for that is the app itself, and nothing of anybody', async ({ page, startTally }) => {
  const tally = await startTally()
  await setUp(page, tally.url)
  await kept(page)
  const throughWorker = new Set<string>()
  page.on('response', (answer) => {
    if (answer.fromServiceWorker()) throughWorker.add(new URL(answer.url()).pathname)
  })
  await page.reload()
  await addTodo(page, 'Buy milk')
  for (const path of ['/todos/list/inbox', '/settings', '/users']) {
    await page.goto(tally.url + path)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  }
  expect(await page.evaluate(async () => (await fetch('healthz')).status)).toBe(200)
  expect([...throughWorker]).toContain('/todos/list/inbox')
  expect([...throughWorker].filter((path) => answered.test(path))).toEqual([])
  const { addresses, texts } = await readCaches(page)
  expect(addresses).toContain('/index.html')
  expect(addresses.filter((path) => answered.test(path) || /^\/(users|settings|todos)(\/|$)/.test(path))).toEqual([])
  expect(texts.join()).toContain('tally-root')
  expect(texts.filter((text) => /Buy milk|"ada"|eyJ/.test(text))).toEqual([])
})

/** What is in the code of the pages of admins, and in no other. */
const codeForAdmins = /tally-(?:manage-users|audit)-page/

test('no member has the pages of admins on their device, nor has their browser asked for them', async ({
  page,
  request,
  newPerson,
  startTally,
}) => {
  const asked = new Set<string>()
  const proxy = await ReverseProxy.start({
    answer: (path) => {
      asked.add(path)
      return false
    },
  })
  const tally = await startTally(proxy.settings)
  proxy.upstreamPort = tally.port
  const ada = await ApiPerson.setUp(request, tally.url, PASSWORD)
  await ada.call('POST', '/api/users', { username: 'grace', role: 'member', password: PASSWORD })
  await signIn(page, proxy.origin, 'grace', PASSWORD)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ada' })).toBeVisible()
  await page.goto(`${proxy.origin}/users/audit`)
  await kept(page)
  const scripts = [...asked].filter((path) => path.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(20)
  for (const path of scripts) {
    const script = await (await request.get(tally.url + path)).text()
    expect(codeForAdmins.test(script), path).toBe(false)
  }
  expect((await readCaches(page)).texts.filter((text) => codeForAdmins.test(text))).toEqual([])

  const admin = await newPerson()
  await signIn(admin, proxy.origin, 'ada', PASSWORD)
  await kept(admin)
  await admin.getByRole('link', { name: 'People' }).click()
  await expect(admin.getByRole('button', { name: 'Add a person' })).toBeVisible()
  await admin.getByRole('link', { name: 'Audit log' }).click()
  await expect(admin.getByText('ada signed in').first()).toBeVisible()
  await expect
    .poll(async () => (await readCaches(admin)).texts.filter((text) => codeForAdmins.test(text)).length)
    .toBe(2)
  proxy.stop()
})

test('a new version waits until it is asked for, and then nothing typed or waiting is lost', async ({
  page,
  newPerson,
  startTally,
  watcher,
}) => {
  test.setTimeout(120_000)
  watcher.expectAnswers(503)
  const build = nextBuild()
  let isDeployed = false
  let hasOldFiles = true
  let takesPushes = true
  const proxy = await ReverseProxy.start({
    answer: (path, outgoing) => {
      const file = isDeployed ? build.get(path.replace(/\?.*/, '')) : undefined
      if (file) outgoing.writeHead(200, file.headers).end(file.text)
      else if (!hasOldFiles && hashed.test(path)) outgoing.writeHead(404).end()
      else if (!takesPushes && path === '/api/sync/push') outgoing.writeHead(503).end()
      else return false
      return true
    },
  })
  const tally = await startTally(proxy.settings)
  proxy.upstreamPort = tally.port
  const notice = page.getByText('A new version of Tally is available.')
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  const version = () => page.evaluate(() => document.documentElement.dataset['version'])
  await setUp(page, tally.setUpLink)
  const saved = pushed(page)
  await addTodo(page, 'Before')
  await saved
  await kept(page)

  takesPushes = false
  for (const title of ['One', 'Two', 'Three']) await addTodo(page, title)
  isDeployed = true
  hasOldFiles = false
  // The worker looks for a new version when a page has opened.
  await page.reload()
  await expect(row(page, 'Three')).toBeVisible()
  await line.fill('Half a sent')
  await expect(notice).toBeVisible({ timeout: 60_000 })
  await expect(line).toHaveValue('Half a sent')
  expect(await version()).toBeUndefined()

  // This version goes on, also with what it has not loaded yet.
  await row(page, 'Before').getByRole('button', { name: 'Details of Before' }).click()
  await page.getByRole('textbox', { name: 'Notes' }).fill('Written in the old version')
  await page.getByRole('button', { name: /settings and sign out/ }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Password' }).click()
  const current = page.getByLabel('Current password', { exact: true })
  await current.fill('half')
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByText('What you’re typing isn’t saved yet and would be lost.')).toBeVisible()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await expect(current).toBeFocused()
  await expect(current).toHaveValue('half')
  await current.fill('')
  await page.getByRole('link', { name: /^Inbox/ }).click()
  // A draft is kept by this device, whatever version reads it.
  await expect(line).toHaveValue('Half a sent')
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(version).toBe('next')
  await expect(line).toHaveValue('Half a sent')
  await line.press('End')
  await line.pressSequentially('ence')
  await line.press('Enter')
  for (const title of ['One', 'Two', 'Three', 'Half a sentence']) {
    await expect(row(page, title).getByTitle(/not synced yet/)).toBeVisible()
  }
  await expect(notice).toHaveCount(0)

  takesPushes = true
  await page.reload()
  await expect(row(page, 'Half a sentence')).toBeVisible()
  await expect(page.getByTitle(/not synced yet/)).toHaveCount(0)
  hasOldFiles = true
  const elsewhere = await newPerson()
  await openInboxElsewhere(elsewhere, proxy.origin)
  for (const title of ['One', 'Two', 'Three', 'Half a sentence']) await expect(row(elsewhere, title)).toBeVisible()
  await row(elsewhere, 'Before').getByRole('button', { name: 'Details of Before' }).click()
  await expect(elsewhere.getByText('Written in the old version')).toBeVisible()
  watcher.end()
  proxy.stop()
})

test('a server that needs a newer version says so, and loading it sends what waited', async ({
  page,
  startTally,
  watcher,
}) => {
  watcher.expectAnswers(409)
  const build = nextBuild()
  let isDeployed = false
  const proxy = await ReverseProxy.start({
    answer: (path, outgoing) => {
      const file = isDeployed ? build.get(path.replace(/\?.*/, '')) : undefined
      if (file) outgoing.writeHead(200, file.headers).end(file.text)
      else if (isDeployed && path === '/api/sync/push' && !hasNewVersion) outgoing.writeHead(409).end()
      else return false
      return true
    },
  })
  let hasNewVersion = false
  const tally = await startTally(proxy.settings)
  proxy.upstreamPort = tally.port
  await setUp(page, tally.setUpLink)
  await kept(page)
  isDeployed = true
  await addTodo(page, 'Buy milk')
  await expect(page.getByText(/^Tally needs an update/)).toBeVisible()
  hasNewVersion = true
  const saved = pushed(page)
  await page.getByRole('button', { name: 'Reload' }).click()
  await saved
  expect(await page.evaluate(() => document.documentElement.dataset['version'])).toBe('next')
  await expect(row(page, 'Buy milk').getByTitle(/not synced yet/)).toHaveCount(0)
  watcher.end()
  proxy.stop()
})

test('a tab is told when a newer app in another one has taken over what is stored', async ({
  page,
  context,
  startTally,
}) => {
  const tally = await startTally()
  await setUp(page, tally.url)
  const newer = await context.newPage()
  await newer.goto(`${tally.url}/users`)
  await newer.evaluate(async () => {
    const [database] = await indexedDB.databases()
    const opening = indexedDB.open(database?.name ?? '', (database?.version ?? 0) + 1)
    await new Promise((resolve) => (opening.onsuccess = resolve))
  })
  await expect(page.getByText(/^Tally needs an update/)).toBeVisible()
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill('Buy milk')
  await line.press('Enter')
  await expect(page.getByText('Reload Tally to change “Buy milk”.')).toBeVisible()
  await expect(row(page, 'Buy milk')).toHaveCount(0)
})

test('it can be installed', async ({ page, context, demo }) => {
  await page.goto(`${demo.url}/login`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  const browser = await context.newCDPSession(page)
  const { url, errors, data = '' } = await browser.send('Page.getAppManifest')
  expect(url).toBe(`${demo.url}/manifest.webmanifest`)
  expect(errors).toEqual([])
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors')
  // A test has a browser of its own without a profile, in which nothing is installed.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  const manifest = JSON.parse(data) as { start_url: string; scope: string; icons: { src: string; sizes: string }[] }
  const home = `${demo.url}/`
  expect([manifest.start_url, manifest.scope].map((path) => new URL(path, url).href)).toEqual([home, home])
  for (const { src, sizes } of [...manifest.icons, { src: 'icons/apple.png', sizes: '180x180' }]) {
    const size = await page.evaluate(async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, src)
    expect(size, src).toBe(sizes)
  }
})

test.describe('without a service worker, as on plain http', () => {
  test.use({ serviceWorkers: 'block' })

  test('a page whose files are gone after an update can be loaded anew', async ({ page, demo, watcher }) => {
    await page.goto(`${demo.url}/login`)
    await fillInSignIn(page, 'jemma', 'todo')
    await expect(row(page, 'Get Milk')).toBeVisible()
    watcher.expectAnswers(404)
    await page.route('**/*.js', (route) => route.fulfill({ status: 404 }))
    await page.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('heading', { name: 'Couldn’t load this page' })).toBeVisible()
    await page.unroute('**/*.js')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  })

  test('a page whose files are gone is not asked for all the time while the server comes and goes', async ({
    page,
    demo,
    watcher,
  }) => {
    await page.goto(`${demo.url}/login`)
    await fillInSignIn(page, 'jemma', 'todo')
    await expect(row(page, 'Get Milk')).toBeVisible()
    watcher.expectAnswers(404, 503)
    let asked = 0
    await page.route('**/manage-users-page-*.js', (route) => {
      asked += 1
      return route.fulfill({ status: 404 })
    })
    await page.route('**/api/sync/push', (route) => route.fulfill({ status: 503 }))
    await addTodo(page, 'Never gets there')
    await page.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('heading', { name: 'Couldn’t load this page' })).toBeVisible()
    await page.waitForTimeout(6_000)
    expect(asked).toBeLessThanOrEqual(5)
    watcher.complaints.length = 0
  })
})
