import { ReverseProxy } from './reverse-proxy.ts'
import { addTodo, expect, fillInSignIn, PASSWORD, row, setUp, signOut, test } from './tally-test.ts'

for (const keepsPrefix of [false, true]) {
  const what = keepsPrefix ? 'keeps it' : 'strips it'
  test(`below a path, behind a proxy that ${what}, everything works and stays below it`, async ({
    page,
    context,
    startTally,
    watcher,
  }) => {
    const proxy = await ReverseProxy.start({ basePath: '/tally', keepsPrefix })
    const home = proxy.origin
    const tally = await startTally(proxy.settings)
    proxy.upstreamPort = tally.port
    const outside: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(`${home}/tally/`)) outside.push(request.url())
    })
    try {
      // The link is not needed on the machine itself; a visitor who comes through the proxy is told of it.
      await page.goto(`${home}/tally/`)
      await expect(page.getByText('with the link Tally printed')).toBeVisible()
      await expect(page.getByLabel('Username')).toHaveCount(0)
      await page.goto('about:blank')
      await setUp(page, tally.setUpLink)
      await expect(page).toHaveURL(`${home}/tally/todos/list/inbox`)
      await addTodo(page, 'Buy milk')
      // Nothing is under way with the token that is about to end.
      await page.goto('about:blank')
      await tally.moveClock(600_000)
      await page.goto(`${home}/tally/settings/sessions`)
      await expect(page.getByText('This device', { exact: true })).toBeVisible()
      await page.goto(`${home}/tally/todos/list/inbox`)
      await expect(row(page, 'Buy milk')).toBeVisible()
      await signOut(page)
      await expect(page).toHaveURL(`${home}/tally/login`)
      await fillInSignIn(page, 'ada', PASSWORD)
      await expect(row(page, 'Buy milk')).toBeVisible()
      expect((await context.cookies()).map(({ name }) => name).sort()).toEqual(['tally_device', 'tally_rt'])
      expect(outside).toEqual([])
    } finally {
      watcher.end()
      proxy.stop()
    }
  })
}
