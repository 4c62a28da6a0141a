import assert from 'node:assert/strict'
import test from 'node:test'
import * as contract from '@tally/contract'
import { everyDatabase } from '../../test/every-database.ts'
import { everyServer, PASSWORD, testServer, type TestServer } from '../../test/test-server.ts'
import { insertAccount } from '../accounts/account-service.ts'
import { openApp } from '../app.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { createLog } from '../http/log.ts'
import { SignInThrottle } from './sign-in-throttle.ts'

/** The test is its own proxy, so that it can come from any address. */
const behindProxy = { TALLY_TRUST_PROXY: '127.0.0.1' }
const MINUTE = 60_000
const DAY = 86_400_000

let addresses = 0
/** An address nobody has come from yet. */
function nextAddress(): string {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
}

type Try = { username?: string; password?: string; device?: string | undefined; address?: string }

/** One sign-in over HTTP, from a new address unless it says otherwise. */
function signIn({ nobody }: TestServer, { username = 'ada', password = 'wrong', device, address }: Try = {}) {
  const client = nobody()
  client.device = device
  const headers = { 'x-forwarded-for': address ?? nextAddress() }
  return client.send('POST', '/api/auth', { body: { username, password }, headers })
}

/** So many failures in a row, each once the wait before it is over. */
async function failAfterWaiting(server: TestServer, count: number, attempt: Try = {}): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    server.clock.ahead += 15 * MINUTE
    assert.equal((await signIn(server, attempt)).status, 401)
  }
}

async function auditKinds({ tally }: TestServer): Promise<Record<string, number>> {
  const kinds = await tally.accounts.db.selectFrom('audit').select('kind').execute()
  return Object.fromEntries(
    Map.groupBy(kinds, ({ kind }) => kind)
      .entries()
      .map(([kind, rows]) => [kind, rows.length]),
  )
}

everyServer(
  'of ten thousand guesses in a row a hundred are looked at; the owner gets in all the same, from her own browser',
  async (_t, server) => {
    const { device } = await server.as('ada')
    // However slow the machine, no wait ends before all of them have come.
    server.clock.standsAt = Date.now()
    const atOnce = await Promise.all(Array.from({ length: 200 }, () => signIn(server)))
    const statuses = atOnce.map(({ status }) => status)
    assert.ok(statuses.filter((status) => status === 401).length <= 11)
    delete server.clock.standsAt

    for (let guesses = 200; guesses < 10_000; guesses += 20) {
      server.clock.ahead += 15 * MINUTE
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          server.tally.http.inject({
            method: 'POST',
            url: '/api/auth',
            headers: { 'x-forwarded-for': nextAddress() },
            payload: { username: 'ada', password: 'wrong' },
          }),
        ),
      )
      statuses.push(...answers.map(({ statusCode }) => statusCode))
    }
    const looks = statuses.filter((status) => status === 401).length
    const kinds = await auditKinds(server)
    assert.deepEqual([statuses.length, looks, kinds['sign-in-failed']], [10_000, 100, 100])
    assert.equal(kinds['sign-in-throttled'], 2)

    const stranger = await signIn(server, { password: PASSWORD })
    assert.deepEqual([stranger.status, stranger.headers.get('retry-after')], [429, '900'])
    assert.equal((await signIn(server, { password: PASSWORD, device })).status, 200)
    assert.equal((await signIn(server)).status, 401)
    assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
  },
  behindProxy,
)

everyServer(
  'a name that does not exist is refused at the same time, with the same words and headers',
  async (_t, server) => {
    await server.as('ada')
    const answersTo = async (username: string) => {
      await failAfterWaiting(server, 20, { username })
      const answer = await signIn(server, { username })
      const { 'retry-after': wait, date, ...headers } = Object.fromEntries(answer.headers)
      assert.ok(date)
      return { answer: { status: answer.status, body: await answer.text(), headers }, wait: Number(wait) }
    }
    const [known, unknown] = [await answersTo('ada'), await answersTo('nobody')]
    assert.deepEqual(unknown.answer, known.answer)
    assert.equal(known.answer.status, 429)
    assert.match(known.answer.body, /"code":"too-many-requests"/)
    for (const { wait } of [known, unknown]) assert.ok(wait > 500 && wait <= 512, `${wait} s`)
  },
  behindProxy,
)

everyServer(
  'who finds a name locked is told the way out, whether anybody has that name or not',
  async (_t, server) => {
    await server.as('ada')
    const { db } = server.tally.accounts
    const answers: string[] = []
    for (const username of ['ada', 'nobody']) {
      await signIn(server, { username })
      await db.updateTable('sign_in_budget').set({ failures: 100 }).execute()
      const answer = await signIn(server, { username })
      assert.equal(answer.status, 429)
      answers.push(await answer.text())
    }
    const [known = '', unknown] = answers
    assert.match(known, /"detail":"Sign in on a device you’ve used before, or ask an admin/)
    assert.equal(unknown, known)
    // A wait is over without anybody's help.
    await db
      .updateTable('sign_in_budget')
      .set({ failures: 99, blocked_until: server.tally.accounts.clock() + MINUTE })
      .execute()
    assert.doesNotMatch(await (await signIn(server)).text(), /detail/)
  },
  behindProxy,
)

everyServer(
  'the right password lets the count begin anew',
  async (_t, server) => {
    await server.as('ada')
    for (const round of [1, 2]) {
      await failAfterWaiting(server, 16)
      assert.equal((await signIn(server, { password: PASSWORD })).status, 429, `round ${round}`)
      server.clock.ahead += 32_000
      assert.equal((await signIn(server, { password: PASSWORD })).status, 200, `round ${round}`)
    }
  },
  behindProxy,
)

everyServer(
  'a device cookie that is forged, or of somebody else, makes nobody known',
  async (_t, server) => {
    const { device = '' } = await server.as('ada')
    const eve = await server.as('eve')
    await failAfterWaiting(server, 16)
    const [name, , id, mac] = device.replace('=', '.').replace('d1.', '').split('.')
    const [, ofEve] = (eve.device ?? '').replace('=', '.').replace('d1.', '').split('.')
    const forgeries = [
      eve.device,
      `${device}A`,
      device.slice(0, -1),
      `${name}=d1.${ofEve}.${id}.${mac}`,
      'tally_device=',
    ]
    for (const forgery of forgeries) {
      assert.equal((await signIn(server, { password: PASSWORD, device: forgery })).status, 429, String(forgery))
    }
    assert.equal((await signIn(server, { password: PASSWORD, device })).status, 200)
  },
  behindProxy,
)

everyServer(
  'a known device has a budget of its own, and after twenty failures it counts as unknown',
  async (_t, server) => {
    const { device } = await server.as('ada')
    const budgets = async () => {
      const rows = await server.tally.accounts.db.selectFrom('sign_in_budget').selectAll().orderBy('key').execute()
      return rows.map(({ key, failures }) => `${key.split(':', 1).join('')} ${failures}`)
    }
    await failAfterWaiting(server, 20, { device })
    assert.deepEqual(await budgets(), ['device 20'])
    assert.equal((await signIn(server, { device })).status, 401)
    assert.deepEqual(await budgets(), ['device 20', 'name 1'])
    assert.equal((await auditKinds(server))['sign-in-throttled'], 2)
    assert.equal((await signIn(server, { password: PASSWORD, device })).status, 200)
    assert.deepEqual(await budgets(), [])
  },
  behindProxy,
)

everyServer(
  'two people who share a browser are both known in it',
  async (_t, server) => {
    await server.as('eve')
    const shared = await server.as('ada')
    await shared.send('POST', '/api/auth', { body: { username: 'eve', password: PASSWORD } })
    await failAfterWaiting(server, 16)
    assert.equal((await signIn(server, { password: PASSWORD })).status, 429)
    assert.equal((await signIn(server, { password: PASSWORD, device: shared.device })).status, 200)
  },
  behindProxy,
)

everyServer('the cookie of a known device outlives signing out, and is the same device again', async (_t, server) => {
  const ada = await server.as('ada')
  const { device = '' } = ada
  await ada.send('POST', '/api/auth/logout')
  assert.equal(ada.device, device)
  await ada.send('POST', '/api/auth', { body: { username: 'ada', password: PASSWORD } })
  assert.equal(ada.device, device)
})

everyServer(
  'who resets a password lets its owner in again',
  async (_t, server) => {
    await server.as('ada')
    await failAfterWaiting(server, 16)
    assert.equal((await signIn(server, { password: PASSWORD })).status, 429)
    const { db, sessions } = server.tally.accounts
    await inTransaction(db, (tx) => sessions.clearThrottle(tx, 'ADA'))
    assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
  },
  behindProxy,
)

everyServer(
  'a right one-time password is no failure, and its owner need not wait to choose their own',
  async (_t, server) => {
    const admin = await server.as('ada', 'admin')
    const { body } = await admin.call(contract.addUser, { body: { username: 'eve' } })
    await failAfterWaiting(server, 16, { username: 'eve' })
    server.clock.ahead += 15 * MINUTE
    const credentials = { username: 'eve', password: body.oneTimePassword ?? '' }
    assert.equal((await signIn(server, credentials)).status, 403)
    const headers = { 'x-forwarded-for': nextAddress() }
    const choice = { ...credentials, newPassword: PASSWORD }
    assert.equal((await server.nobody().send('POST', '/api/auth', { body: choice, headers })).status, 200)
  },
  behindProxy,
)

everyServer(
  'one address may not try name after name',
  async (_t, server) => {
    await server.as('ada')
    const address = nextAddress()
    const statuses: number[] = []
    for (let n = 0; n < 100; n += 1) {
      statuses.push((await signIn(server, { username: `name ${n}`, address })).status)
    }
    assert.deepEqual(new Set(statuses), new Set([401, 429]))
    // One attempt may have come back while the others were made, and no more.
    const last = await Promise.all([1, 2, 3].map(() => signIn(server, { password: PASSWORD, address })))
    const refused = last.filter(({ status }) => status === 429)
    assert.ok(refused.length >= 2)
    for (const { headers } of refused) assert.match(headers.get('retry-after') ?? '', /^[1-3]$/)
    assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
  },
  behindProxy,
)

everyServer(
  'the owner gets in from a device she knows although somebody at her own address has failed too often',
  async (_t, server) => {
    const { device } = await server.as('ada')
    const address = nextAddress()
    // So that nothing comes back meanwhile.
    server.clock.standsAt = Date.now()
    for (let n = 0; n < 5; n += 1) assert.equal((await signIn(server, { device, address })).status, 401)
    const strangers: number[] = []
    for (let n = 0; n < 65; n += 1) {
      strangers.push((await signIn(server, { username: `name ${n}`, address })).status)
    }
    // What the known device did is counted for the device, not for the address.
    assert.equal(strangers.filter((status) => status === 401).length, 60)
    assert.equal((await signIn(server, { password: PASSWORD, address })).status, 429)
    assert.equal((await signIn(server, { username: 'eve', device, address })).status, 429)
    assert.equal((await signIn(server, { password: PASSWORD, device, address })).status, 200)
  },
  behindProxy,
)

everyServer(
  'of two hundred sign-ins at once those without room are told when to come, and not charged',
  async (_t, server) => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => signIn(server, { username: `name ${n}` })))
    const busy = answers.filter(({ status }) => status === 503)
    const looked = answers.filter(({ status }) => status === 401)
    assert.ok(busy.length > 0)
    assert.equal(busy.length + looked.length, 200)
    assert.deepEqual(new Set(busy.map(({ headers }) => headers.get('retry-after'))), new Set(['2']))
    const charged = await server.tally.accounts.db.selectFrom('sign_in_budget').selectAll().execute()
    assert.equal(charged.length, looked.length)
  },
  behindProxy,
)

everyServer(
  'whoever finds no room is told so before the body is read, and may come back at once when there is some',
  async (_t, server) => {
    await server.as('ada')
    const { passwords, db } = server.tally.accounts
    const release = Promise.withResolvers<void>()
    const hashes = Array.from({ length: 200 }, () => passwords.verify('x', undefined, () => release.promise))
    const settled = Promise.allSettled(hashes)
    assert.throws(() => passwords.requireCapacity())

    const headers = { 'content-type': 'application/json', 'x-forwarded-for': nextAddress() }
    const broken = await fetch(`${server.url}/api/auth`, { method: 'POST', headers, body: '{' })
    assert.deepEqual([broken.status, broken.headers.get('retry-after')], [503, '2'])
    assert.equal((await signIn(server)).status, 503)
    assert.deepEqual(await db.selectFrom('sign_in_budget').selectAll().execute(), [])
    assert.deepEqual(await auditKinds(server), { 'signed-in': 1 })

    release.resolve()
    await settled
    assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
  },
  behindProxy,
)

test('two instances on one database share the count', async (t) => {
  const server = await testServer(t, 'postgres', behindProxy)
  await server.as('ada')
  const clock = () => Date.now() + server.clock.ahead
  const other = await openApp({ config: server.config, log: createLog('silent'), clock })
  t.after(() => other.close())
  const elsewhere = async () => {
    const headers = { 'x-forwarded-for': nextAddress() }
    const payload = { username: 'ada', password: 'wrong' }
    return (await other.http.inject({ method: 'POST', url: '/api/auth', headers, payload })).statusCode
  }
  for (let n = 0; n < 8; n += 1) {
    await failAfterWaiting(server, 1)
    server.clock.ahead += 15 * MINUTE
    assert.equal(await elsewhere(), 401)
  }
  assert.deepEqual([(await signIn(server)).status, await elsewhere()], [429, 429])
})

everyDatabase('of a thousand attempts at once no more pass than of as many one by one', async (_t, { db }) => {
  const throttle = new SignInThrottle(db, () => 1_000_000)
  const who = { nameTag: 'ada', device: undefined }
  const outcomes = await Promise.allSettled(Array.from({ length: 1000 }, () => throttle.begin(who).charge()))
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 11)
})

everyDatabase(
  'before the first wait nobody is refused for having read the clock earlier than another',
  async (_t, { db }) => {
    let now = 1_000_000
    const throttle = new SignInThrottle(db, () => (now -= 1))
    for (let n = 0; n < 11; n += 1) await throttle.begin({ nameTag: 'ada', device: undefined }).charge()
    await assert.rejects(throttle.begin({ nameTag: 'ada', device: undefined }).charge())
  },
)

everyDatabase('counts that stand still are forgotten after 30 days, locks are not', async (_t, { db }) => {
  let now = 0
  const throttle = new SignInThrottle(db, () => now)
  const [few, many, device] = ['few', 'many', 'device'].map((nameTag) => ({ nameTag, device: undefined }))
  assert.ok(few && many && device)
  const known = { nameTag: 'device', device: newId() }
  await throttle.begin(few).charge()
  await throttle.begin(known).charge()
  for (let n = 0; n < 100; n += 1) {
    await throttle.begin(many).charge()
    now += 15 * MINUTE
  }
  const kept = async () => (await db.selectFrom('sign_in_budget').select('key').execute()).map(({ key }) => key)
  now = 30 * DAY
  await throttle.purgeExpired()
  assert.equal((await kept()).length, 3)
  now += DAY
  await throttle.purgeExpired()
  assert.deepEqual(await kept(), ['name:many'])
  await assert.rejects(throttle.begin(many).charge())
})

/** Two-sided, one in a thousand, for some 400 measurements (Student's t). */
const CRITICAL_T = 3.31
const PAIRS = 200

everyServer(
  'the time of the answer does not tell whether a name exists',
  async (t, server) => {
    const { db, passwords, clock } = server.tally.accounts
    const passwordHash = await passwords.hash(PASSWORD)
    const known = Array.from({ length: 25 }, (_, n) => `known ${n}`)
    for (const username of known) {
      await inTransaction(db, (tx) => insertAccount(tx, { username, role: 'member', passwordHash, at: clock() }))
    }
    const measure = async (username: string) => {
      const begin = performance.now()
      const answer = await signIn(server, { username })
      await answer.text()
      assert.equal(answer.status, 401)
      return performance.now() - begin
    }
    const compare = async (round: number) => {
      const times = { known: [] as number[], unknown: [] as number[] }
      for (let n = 0; n < PAIRS; n += 1) {
        const pair = [
          async () => times.known.push(await measure(known[n % known.length] ?? '')),
          async () => times.unknown.push(await measure(`unknown ${round} ${n % known.length}`)),
        ]
        // In turn the one and the other first, so that neither profits from what comes before it.
        for (const one of n % 2 === 0 ? pair : pair.toReversed()) await one()
      }
      await db.deleteFrom('sign_in_budget').execute()
      return welch(times.known, times.unknown)
    }
    // Chance alone passes the critical value in one run of a thousand; a difference does so every time.
    const tValues = [await compare(1), await compare(2)]
    t.diagnostic(`t = ${tValues.map((tValue) => tValue.toFixed(2)).join(' and ')}`)
    assert.ok(Math.min(...tValues.map(Math.abs)) < CRITICAL_T, `t = ${tValues.join(' and ')}`)
  },
  behindProxy,
)

/** Welch's t: the difference of two means in units of its standard error. */
function welch(a: readonly number[], b: readonly number[]): number {
  const [one, other] = [meanAndError(a), meanAndError(b)]
  return (one.mean - other.mean) / Math.sqrt(one.error + other.error)
}

function meanAndError(figures: readonly number[]): { mean: number; error: number } {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / (figures.length - 1)
  return { mean, error: variance / figures.length }
}
