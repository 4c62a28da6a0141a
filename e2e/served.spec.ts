import { expect, row, signIn, test } from './tally-test.ts'

test('the page is asked for anew each time, and guarded by a strict policy', async ({ request, demo }) => {
  const page = await request.get(demo.url)
  expect(page.headers()['cache-control']).toBe('no-cache')
  const policy = page.headers()['content-security-policy'] ?? ''
  for (const rule of ["script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(rule)
  }
})

test('what says whether there is a new version is asked for anew each time', async ({ request, demo }) => {
  const files = { 'tally-worker.js': 'javascript', 'ngsw-worker.js': 'javascript', 'ngsw.json': 'json' }
  for (const [file, type] of Object.entries({ ...files, 'manifest.webmanifest': 'application/manifest+json' })) {
    const answer = await request.get(`${demo.url}/${file}`)
    expect(answer.headers()['cache-control'], file).toBe('no-cache')
    expect(answer.headers()['content-type'], file).toContain(type)
  }
  const page = await request.get(demo.url)
  expect(page.headers()['content-security-policy']).toContain("worker-src 'self'")
})

test('what the page asks for at first is small, compressed and kept for good', async ({ request, demo }) => {
  const page = await (await request.get(demo.url)).text()
  const files = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name = '']) => name)
  expect(files.length).toBeGreaterThan(2)
  let size = 0
  for (const file of files) {
    const answer = await request.get(`${demo.url}/${file}`, { headers: { 'accept-encoding': 'br' } })
    expect(answer.headers()['content-encoding'], file).toBe('br')
    size += Number(answer.headers()['content-length'])
    if (/-[\w-]{8}\./.test(file)) expect(answer.headers()['cache-control'], file).toContain('immutable')
  }
  expect(size).toBeGreaterThan(10_000)
  expect(size).toBeLessThanOrEqual(100_000)
})

test('the whole sign-in page, with what it loads later, stays below 120 kB', async ({ page, demo }) => {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (/\.(js|css)$/.test(request.url())) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(`${demo.url}/login`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(sizes.length).toBeGreaterThan(2)
  expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000)
})

test('a list of todos, with all that it loads, stays below 120 kB', async ({ page, context, demo }) => {
  await signIn(page, demo.url)
  // A browser that has stored nothing of the app yet, and is signed in.
  const fresh = await context.newPage()
  const network = await context.newCDPSession(fresh)
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  const sizes: Promise<number>[] = []
  fresh.on('requestfinished', (request) => {
    if (/\.(js|css)$/.test(request.url())) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await fresh.goto(`${demo.url}/todos/list/inbox`)
  await expect(row(fresh, 'Get Milk')).toBeVisible()
  expect(sizes.length).toBeGreaterThan(2)
  expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120_000)
})

test('an unknown file, or a path beside those of the server, is not the app', async ({ request, demo }) => {
  for (const path of [
    '/api/nothing',
    '/API/todos',
    '/healthz/',
    '/Metrics/nothing',
    '/.well-known/nothing',
    '/nothing.js',
    '/icons/nothing.png',
    '/assets/../../package.json',
    '/..%2fpackage.json',
  ]) {
    const answer = await request.get(demo.url + path)
    expect(answer.status(), path).toBe(404)
  }
})

test('a page may end like a file: a label has dots', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/label/v1.0`)
  await expect(page.getByRole('heading', { level: 1, name: '@v1.0' })).toBeVisible()
})
