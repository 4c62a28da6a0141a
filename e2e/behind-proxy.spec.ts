import { createServer, request as requestTo, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { addTodo, expect, fillInSignIn, PASSWORD, row, setUp, signOut, test } from './tally-test.ts'

/** A reverse proxy that has Tally below /tally, and another app beside it. */
async function startProxy(upstreamPort: () => number, keepsPrefix: boolean): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '/'
    if (!url.startsWith('/tally/')) {
      outgoing.writeHead(404).end('another app')
      return
    }
    const path = keepsPrefix ? url : url.slice('/tally'.length)
    const headers = { ...incoming.headers, 'x-forwarded-for': '203.0.113.7' }
    const upstream = requestTo({ port: upstreamPort(), path, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    upstream.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return proxy
}

for (const keepsPrefix of [false, true]) {
  const what = keepsPrefix ? 'keeps it' : 'strips it'
  test(`below a path, behind a proxy that ${what}, everything works and stays below it`, async ({
    page,
    context,
    startTally,
    watcher,
  }) => {
    let port = 0
    const proxy = await startProxy(() => port, keepsPrefix)
    const home = `http://localhost:${(proxy.address() as AddressInfo).port}`
    const tally = await startTally({ TALLY_URL: `${home}/tally`, TALLY_TRUST_PROXY: '127.0.0.1' })
    port = tally.port
    const outside: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(`${home}/tally/`)) outside.push(request.url())
    })
    try {
      await setUp(page, `${home}/tally/`)
      await expect(page).toHaveURL(`${home}/tally/todos/list/inbox`)
      await addTodo(page, 'Buy milk')
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
      proxy.close()
      proxy.closeAllConnections()
    }
  })
}
