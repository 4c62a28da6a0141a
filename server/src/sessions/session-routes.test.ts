import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'

const SECOND = 1000
const DAY = 86_400 * SECOND

/** What the audit log has of a kind. */
async function audited({ tally }: TestServer, kind: contract.AuditKind) {
  const entries = tally.accounts.db.selectFrom('audit').selectAll().where('kind', '=', kind)
  return (await entries.execute()).map((row) => ({ by: row.actor_name, about: row.subject_name, from: row.address }))
}

/** Another client with the same cookie and token: a second tab, or a thief. */
function twin(client: TestClient, { nobody }: TestServer): TestClient {
  const other = nobody()
  other.cookie = client.cookie
  other.token = client.token
  return other
}

everyServer(
  'signing in gives a token, the person and a cookie that scripts cannot read',
  async (_t, { as, nobody }) => {
    await as('ada')
    const answer = await nobody().call(contract.signIn, { body: { username: 'ADA', password: PASSWORD } })
    assert.equal(answer.body.expiresIn, 300)
    assert.equal(answer.body.user.username, 'ada')
    const cookie = answer.headers.get('set-cookie') ?? ''
    assert.match(cookie, /^tally_rt=v1\.1\./)
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=1209600'])
      assert.ok(cookie.includes(attribute))
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  },
)

everyServer('without "keep me signed in" the cookie ends with the browser', async (_t, { as, nobody }) => {
  await as('ada')
  const body = { username: 'ada', password: PASSWORD, remember: false }
  const { headers } = await nobody().call(contract.signIn, { body })
  const [cookie] = headers.getSetCookie()
  assert.match(cookie ?? '', /^tally_rt=/)
  assert.doesNotMatch(cookie ?? '', /Max-Age|Expires/i)
})

everyServer(
  'a wrong password, an unknown name and a disabled account get the same answer',
  async (_t, { as, nobody }) => {
    const admin = await as('ada', 'admin')
    await as('eve')
    const { body: users } = await admin.call(contract.listUsers)
    const eve = users.find(({ username }) => username === 'eve')
    await admin.call(contract.changeUser, { params: { id: eve?.id ?? '' }, body: { disabled: true } })
    const attempts = [
      { username: 'ada', password: 'wrong' },
      { username: 'nobody', password: PASSWORD },
      { username: 'eve', password: PASSWORD },
    ]
    const bodies = await Promise.all(
      attempts.map(async (body) => (await nobody().send('POST', '/api/auth', { body })).text()),
    )
    assert.equal(new Set(bodies).size, 1)
    assert.match(bodies[0] ?? '', /"code":"invalid-credentials"/)
  },
)

everyServer('a request without a token, or with a bad one, is told to bring a good one', async (_t, { nobody }) => {
  const missing = await nobody().call(contract.listTodos)
  assert.deepEqual([missing.problem, missing.headers.get('www-authenticate')], ['invalid-token', 'Bearer'])
  const client = nobody()
  client.token = 'x.y.z'
  const bad = await client.call(contract.listTodos)
  assert.deepEqual(
    [bad.problem, bad.headers.get('www-authenticate')],
    ['invalid-token', 'Bearer error="invalid_token"'],
  )
})

everyServer('a token counts in the Authorization header only, and only once', async (_t, { as, nobody }) => {
  const { token = '' } = await as('ada')
  const get = async (path: string, headers: Record<string, string>) =>
    (await nobody().send('GET', path, { headers })).status
  assert.equal(await get('/api/me', { authorization: `bearer ${token}` }), 200)
  assert.equal(await get('/api/me', { authorization: `Bearer  ${token}` }), 401)
  assert.equal(await get('/api/me', { authorization: `Token ${token}` }), 401)
  assert.equal(await get('/api/me', { authorization: token }), 401)
  assert.equal(await get(`/api/me?access_token=${token}`, {}), 401)
  assert.equal(await get(`/api/me?access_token=${token}`, { authorization: `Bearer ${token}` }), 400)
  assert.equal(await get('/api/me', { cookie: `tally_rt=${token}` }), 401)
})

everyServer('an expired token is refused, and a refresh brings the next one', async (_t, { as, clock }) => {
  const ada = await as('ada')
  clock.ahead = 306 * SECOND
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  const { body } = await ada.call(contract.refreshSession)
  ada.token = body.token
  assert.equal((await ada.call(contract.getMe)).body.username, 'ada')
})

everyServer('who is signed in stays so when the clock of the server is set back', async (_t, { as, clock }) => {
  const ada = await as('ada')
  clock.ahead = -600 * SECOND
  const { body } = await ada.call(contract.refreshSession)
  ada.token = body.token
  assert.equal((await ada.call(contract.getMe)).body.username, 'ada')
})

everyServer('fifty refreshes at once end in one successor, and all stay signed in', async (_t, server) => {
  const ada = await server.as('ada')
  const tabs = Array.from({ length: 50 }, () => twin(ada, server))
  const answers = await Promise.all(tabs.map((tab) => tab.call(contract.refreshSession)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  assert.equal(new Set(tabs.map((tab) => tab.cookie)).size, 1)
  const [first] = tabs
  assert.equal((await first?.call(contract.refreshSession))?.status, 200)
})

everyServer('a session that refreshes more often than any browser is told to wait', async (_t, server) => {
  const [ada, eve] = [await server.as('ada'), await server.as('eve')]
  const answers = await Promise.all(Array.from({ length: 200 }, () => twin(ada, server).call(contract.refreshSession)))
  const refused = answers.filter(({ problem }) => problem === 'too-many-requests')
  assert.ok(refused.length > 100)
  assert.match(refused[0]?.headers.get('retry-after') ?? '', /^[12]$/)
  assert.equal((await eve.call(contract.refreshSession)).status, 200)
  server.clock.ahead = 2 * SECOND
  assert.equal((await ada.call(contract.refreshSession)).status, 200)
})

everyServer('ten tabs that refresh one after the other take one step on together', async (_t, server) => {
  const ada = await server.as('ada')
  const before = ada.cookie
  const cookies = new Set<string | undefined>()
  for (let tab = 0; tab < 10; tab++) {
    const { body } = await ada.call(contract.refreshSession)
    cookies.add(ada.cookie)
    ada.token = body.token
    assert.equal((await ada.call(contract.getMe)).status, 200)
  }
  assert.equal(cookies.size, 1)
  assert.ok(!cookies.has(before))
  server.clock.ahead = 6 * SECOND
  await ada.call(contract.refreshSession)
  assert.ok(!cookies.has(ada.cookie))
})

everyServer('a refresh whose answer was lost can be repeated within the grace', async (_t, server) => {
  const ada = await server.as('ada')
  const lost = twin(ada, server)
  await lost.call(contract.refreshSession)
  server.clock.ahead = 29 * SECOND
  assert.equal((await ada.call(contract.refreshSession)).status, 200)
  assert.equal(ada.cookie, lost.cookie)
})

everyServer('a refresh token that is used again after the grace ends the session for both', async (_t, server) => {
  const ada = await server.as('ada')
  const thief = twin(ada, server)
  const { body } = await ada.call(contract.refreshSession)
  ada.token = body.token
  server.clock.ahead = 31 * SECOND
  assert.equal((await thief.call(contract.refreshSession)).problem, 'invalid-session')
  assert.equal(thief.cookie, undefined)
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await ada.call(contract.refreshSession)).problem, 'invalid-session')
  // Nobody knows which of the two it was.
  const reuse = { by: null, about: 'ada', from: '127.0.0.1' }
  assert.deepEqual(await audited(server, 'refresh-token-reused'), [reuse])
})

everyServer(
  'whose refresh token was used twice is told at the next sign-in, until they say that they know',
  async (_t, server) => {
    const [ada, eve] = [await server.as('ada'), await server.as('eve')]
    const thief = twin(ada, server)
    await ada.call(contract.refreshSession)
    server.clock.ahead = 31 * SECOND
    await thief.call(contract.refreshSession)
    const other = server.nobody()
    const signIn = () => other.call(contract.signIn, { body: { username: 'ada', password: PASSWORD } })
    assert.equal((await signIn()).body.reuseFound, true)
    // Signing in forgets what has ended, but not this.
    server.clock.ahead = DAY
    other.token = (await signIn()).body.token
    server.clock.ahead += 31 * SECOND
    assert.equal((await other.call(contract.refreshSession)).body.reuseFound, true)
    const sessions = await other.call(contract.listSessions)
    const [over] = sessions.body
    assert.ok(over?.reusedAt !== undefined && !over.current)
    assert.equal(sessions.body.length, 2)

    eve.token = (await eve.call(contract.refreshSession)).body.token
    assert.equal((await eve.call(contract.listSessions)).body.length, 1)
    assert.equal((await eve.call(contract.endSession, { params: { id: over.id } })).problem, 'session-not-found')
    assert.equal((await other.call(contract.endSession, { params: { id: over.id } })).status, 204)
    server.clock.ahead += 31 * SECOND
    assert.equal((await other.call(contract.refreshSession)).body.reuseFound, undefined)
    assert.equal((await other.call(contract.listSessions)).body.length, 1)
    assert.equal((await other.call(contract.endSession, { params: { id: over.id } })).problem, 'session-not-found')
  },
)

everyServer('a token from two refreshes ago ends the session also within the grace', async (_t, server) => {
  const ada = await server.as('ada')
  const thief = twin(ada, server)
  await ada.call(contract.refreshSession)
  server.clock.ahead = 6 * SECOND
  await ada.call(contract.refreshSession)
  assert.equal((await thief.call(contract.refreshSession)).problem, 'invalid-session')
})

everyServer('whoever refreshed after the backup that was restored stays signed in', async (_t, server) => {
  const ada = await server.as('ada')
  const old = twin(ada, server)
  for (const refreshes of [1, 2, 3]) {
    server.clock.ahead = refreshes * 40 * SECOND
    assert.equal((await ada.call(contract.refreshSession)).status, 200)
  }
  const { db } = server.tally.accounts
  await db.updateTable('session').set({ counter: 2 }).execute()

  server.clock.ahead += 40 * SECOND
  const { body } = await ada.call(contract.refreshSession)
  ada.token = body.token
  assert.equal((await ada.call(contract.getMe)).status, 200)
  const [session] = await db.selectFrom('session').select('counter').execute()
  assert.equal(session?.counter, 5)
  assert.deepEqual(await audited(server, 'refresh-token-reused'), [])
  // From here on it is as ever: what is behind has been used.
  assert.equal((await old.call(contract.refreshSession)).problem, 'invalid-session')
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await ada.call(contract.refreshSession)).problem, 'invalid-session')
})

everyServer('of two who refreshed after the backup the second is found', async (_t, server) => {
  const ada = await server.as('ada')
  await ada.call(contract.refreshSession)
  const thief = twin(ada, server)
  const { db } = server.tally.accounts
  await db.updateTable('session').set({ counter: 1 }).execute()
  server.clock.ahead = 40 * SECOND
  assert.equal((await thief.call(contract.refreshSession)).status, 200)
  server.clock.ahead = 80 * SECOND
  assert.equal((await ada.call(contract.refreshSession)).problem, 'invalid-session')
  assert.equal((await thief.call(contract.refreshSession)).problem, 'invalid-session')
})

everyServer('a forged refresh token gets nothing and ends nothing', async (_t, server) => {
  const ada = await server.as('ada')
  const [name, version, key, session, counter, mac = ''] = (ada.cookie ?? '').replace('=', '.').split('.')
  const forgeries = [
    `${name}=${version}.${key}.${session}.99.${mac}`,
    `${name}=${version}.${key}.${session}.${counter}.${'A'.repeat(mac.length)}`,
    `${name}=${version}.2.${session}.${counter}.${mac}`,
    `${name}=${version}.${key}.${session}.0${counter}.${mac}`,
    `${name}=nonsense`,
  ]
  for (const cookie of forgeries) {
    const thief = server.nobody()
    thief.cookie = cookie
    assert.equal((await thief.call(contract.refreshSession)).problem, 'invalid-session', cookie)
  }
  assert.equal((await ada.call(contract.refreshSession)).status, 200)
})

everyServer(
  'signing out counts at the next request, and no refresh under way brings the session back',
  async (_t, server) => {
    const ada = await server.as('ada')
    const tabs = Array.from({ length: 5 }, () => twin(ada, server))
    await Promise.all([...tabs.map((tab) => tab.call(contract.refreshSession)), ada.call(contract.signOut)])
    assert.equal((await tabs[0]?.call(contract.getMe))?.problem, 'invalid-token')
    for (const tab of tabs) {
      const again = await tab.call(contract.refreshSession)
      assert.ok(again.status === 204 || again.problem === 'invalid-session')
    }
  },
)

everyServer('signing out works with the cookie, with the token, and with neither', async (_t, server) => {
  const { as, nobody } = server
  const byCookie = await as('ada')
  const { token } = byCookie
  byCookie.token = undefined
  assert.equal((await byCookie.call(contract.signOut)).status, 204)
  byCookie.token = token
  assert.equal((await byCookie.call(contract.getMe)).problem, 'invalid-token')

  const byToken = await as('ada')
  byToken.cookie = undefined
  assert.equal((await byToken.call(contract.signOut)).status, 204)
  assert.equal((await byToken.call(contract.getMe)).problem, 'invalid-token')

  assert.equal((await nobody().call(contract.signOut)).status, 204)
  const signOut = { by: 'ada', about: 'ada', from: '127.0.0.1' }
  assert.deepEqual(await audited(server, 'signed-out'), [signOut, signOut])
})

everyServer(
  'a session ends when it is not used for two weeks, and after a month in any case',
  async (_t, { as, clock }) => {
    const idle = await as('ada')
    clock.ahead = 14 * DAY + SECOND
    assert.equal((await idle.call(contract.refreshSession)).problem, 'invalid-session')

    const busy = await as('ada')
    const begin = clock.ahead
    for (const day of [10, 20, 29]) {
      clock.ahead = begin + day * DAY
      assert.equal((await busy.call(contract.refreshSession)).status, 200, `day ${day}`)
    }
    clock.ahead = begin + 30 * DAY + SECOND
    assert.equal((await busy.call(contract.refreshSession)).problem, 'invalid-session')
  },
)

everyServer('I see where I am signed in, and can end one session or all others', async (_t, { as }) => {
  const [laptop, phone, tablet] = [await as('ada'), await as('ada'), await as('ada')]
  const eve = await as('eve')
  const { body: sessions } = await laptop.call(contract.listSessions)
  assert.equal(sessions.length, 3)
  assert.equal(sessions.filter(({ current }) => current).length, 1)

  const ofPhone = (await phone.call(contract.listSessions)).body.find(({ current }) => current)
  const params = { id: ofPhone?.id ?? '' }
  assert.equal((await eve.call(contract.endSession, { params })).problem, 'session-not-found')
  assert.equal((await laptop.call(contract.endSession, { params })).status, 204)
  assert.equal((await phone.call(contract.getMe)).problem, 'invalid-token')

  await laptop.call(contract.endOtherSessions)
  assert.equal((await tablet.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await laptop.call(contract.getMe)).status, 200)
})

everyServer('the twenty-first sign-in ends the session that was used the longest ago', async (_t, { as, clock }) => {
  const first = await as('ada')
  for (let n = 0; n < 20; n++) {
    clock.ahead += SECOND
    await as('ada')
  }
  assert.equal((await first.call(contract.getMe)).problem, 'invalid-token')
})

everyServer('pages of other sites can neither sign in, refresh nor sign out', async (_t, server) => {
  const ada = await server.as('ada')
  const cases: [headers: Record<string, string>, passes: boolean][] = [
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:1' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ origin: server.origin }, true],
    [{}, true],
  ]
  for (const [headers, passes] of cases) {
    const refreshed = await twin(ada, server).send('POST', '/api/auth/refresh', { headers })
    assert.equal(refreshed.status, passes ? 200 : 403, JSON.stringify(headers))
    const signedIn = await server
      .nobody()
      .send('POST', '/api/auth', { headers, body: { username: 'ada', password: 'wrong' } })
    assert.equal(signedIn.status, passes ? 401 : 403, JSON.stringify(headers))
  }
})

everyServer(
  'others can verify our tokens with the published keys, which hold nothing private',
  async (_t, { nobody }) => {
    const { body } = await nobody().call(contract.getKeys)
    const members = Object.keys(body.keys[0] ?? {}).sort()
    assert.deepEqual(members, ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  },
)
