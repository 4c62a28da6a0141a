import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { everyServer, PASSWORD } from '../../test/test-server.ts'

const HOUR = 3_600_000

everyServer('without "keep me signed in" twelve unused hours end a session, and a day does', async (_t, server) => {
  await server.as('ada')
  const signIn = async () => {
    const client = server.nobody()
    await client.call(contract.signIn, { body: { username: 'ada', password: PASSWORD, remember: false } })
    return client
  }
  const [idle, busy] = [await signIn(), await signIn()]
  for (const hour of [11, 22]) {
    server.clock.ahead = hour * HOUR
    assert.equal((await busy.call(contract.refreshSession)).status, 200)
  }
  assert.equal((await idle.call(contract.refreshSession)).problem, 'invalid-session')
  server.clock.ahead = 24 * HOUR + 1000
  assert.equal((await busy.call(contract.refreshSession)).problem, 'invalid-session')
})

everyServer('no access token outlives its session', async (_t, server) => {
  await server.as('ada')
  const client = server.nobody()
  await client.call(contract.signIn, { body: { username: 'ada', password: PASSWORD, remember: false } })
  server.clock.ahead = 12 * HOUR - 60_000
  await client.call(contract.refreshSession)
  server.clock.ahead = 24 * HOUR - 120_000
  await client.call(contract.refreshSession)
  const { body } = await client.call(contract.refreshSession)
  assert.ok(body.expiresIn > 100 && body.expiresIn <= 121, String(body.expiresIn))
})

everyServer('signing in again in the same browser ends the session it had', async (_t, server) => {
  const browser = await server.as('ada')
  const before = browser.token
  const { body } = await browser.call(contract.signIn, { body: { username: 'ada', password: PASSWORD } })
  assert.equal((await browser.call(contract.getMe)).problem, 'invalid-token')
  browser.token = body.token
  assert.notEqual(browser.token, before)
  assert.equal((await browser.call(contract.listSessions)).body.length, 1)
})
