import { expect, test } from './tally-test.ts'

test('the page is asked for anew each time, and guarded by a strict policy', async ({ request, demo }) => {
  const page = await request.get(demo.url)
  expect(page.headers()['cache-control']).toBe('no-cache')
  const policy = page.headers()['content-security-policy'] ?? ''
  for (const rule of ["script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(rule)
  }
})

test('the first load is small, compressed and kept for good', async ({ page, demo }) => {
  const sizes: number[] = []
  const waiting: Promise<void>[] = []
  page.on('response', (response) => {
    if (!/-[\w-]{8}\.(js|css)$/.test(response.url())) return
    expect(response.headers()['content-encoding']).toBe('br')
    expect(response.headers()['cache-control']).toContain('immutable')
    waiting.push(
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => void sizes.push(responseBodySize)),
    )
  })
  await page.goto(`${demo.url}/login`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await Promise.all(waiting)
  expect(sizes.length).toBeGreaterThan(2)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000)
})

test('an unknown file or path below /api is not the app', async ({ request, demo }) => {
  for (const path of ['/api/nothing', '/nothing.js', '/assets/../../package.json', '/..%2fpackage.json']) {
    const answer = await request.get(demo.url + path)
    expect(answer.status(), path).toBe(404)
  }
})
