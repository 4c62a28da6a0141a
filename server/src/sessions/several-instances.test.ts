import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import pg from 'pg'
import * as contract from '@tally/contract'
import { onServer } from '../../test/postgres-database.ts'
import { TestClient } from '../../test/test-client.ts'
import { PASSWORD } from '../../test/test-server.ts'
import { serveTwice } from '../../test/two-instances.ts'
import { until } from '../../test/until.ts'

/** How soon all instances refuse what one has ended. */
const PROMISED_MS = 2000

/**
 * Two instances on one database and one data folder. Ada is an admin; Bob has two browsers, both known on instance B.
 */
async function twoInstances(t: TestContext) {
  const { a, b, proxy, databaseUrl } = await serveTwice(t)
  const ada = new TestClient(a)
  ada.token = (await ada.call(contract.setUp, { body: { username: 'ada', password: PASSWORD } })).body.token
  const { body: bob } = await ada.call(contract.addUser, { body: { username: 'bob', password: PASSWORD } })

  /** One browser, as each instance sees it. */
  const signIn = async (username: string) => {
    const onA = new TestClient(a)
    const { body } = await onA.call(contract.signIn, { body: { username, password: PASSWORD } })
    onA.token = body.token
    const onB = Object.assign(new TestClient(b), { token: onA.token, cookie: onA.cookie })
    assert.equal((await onB.call(contract.getMe)).status, 200)
    return { onA, onB }
  }
  const [laptop, phone] = [await signIn('bob'), await signIn('bob')]
  return { databaseUrl, proxy, ada, bob, laptop, phone }
}

type Scene = Awaited<ReturnType<typeof twoInstances>>

function databaseOf({ databaseUrl }: Scene): string {
  return new URL(databaseUrl).pathname.slice(1)
}

async function isRefused(client: TestClient): Promise<boolean> {
  return (await client.call(contract.getMe)).problem === 'invalid-token'
}

/** Signs the phone out, as the laptop, on A. */
async function endPhone({ laptop, phone }: Scene): Promise<void> {
  const { body: sessions } = await phone.onA.call(contract.listSessions)
  const id = sessions.find((session) => session.current)?.id ?? ''
  assert.equal((await laptop.onA.call(contract.endSession, { params: { id } })).status, 204)
}

/** The connections of the bus to a database. */
const BUSES = `from pg_stat_activity where application_name = 'tally bus' and datname = $1`

/** Runs `work` while nobody can read a session. */
async function whileSessionsAreLocked({ databaseUrl }: Scene, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin; lock table session in access exclusive mode')
    await work()
  } finally {
    await client.end()
  }
}

/** Resolves once both instances hear each other: B then needs no session row. */
async function untilHeard(scene: Scene): Promise<void> {
  // While sessions are locked nobody can catch up, so that has to be done before.
  await until('both have caught up and send beats', 10_000, async () => {
    const { rowCount } = await onServer((client) =>
      client.query(`select pid ${BUSES} and query like '%pg_notify%' and query_start > now() - interval '3 s'`, [
        databaseOf(scene),
      ]),
    )
    return rowCount === 2
  })
  await until('B needs no session row', 10_000, async () => {
    let status = 0
    await whileSessionsAreLocked(scene, async () => {
      status = (await scene.laptop.onB.call(contract.getMe)).status
    })
    return status === 200
  })
}

const endings: [what: string, endOnA: (scene: Scene) => Promise<unknown>][] = [
  ['a session that is ended', endPhone],
  ['a sign-out everywhere else', ({ laptop }) => laptop.onA.call(contract.endOtherSessions)],
  ['a sign-out', ({ phone }) => phone.onA.call(contract.signOut)],
  [
    'a disabled account',
    ({ ada, bob }) => ada.call(contract.changeUser, { params: { id: bob.id }, body: { disabled: true } }),
  ],
  ['a deleted account', ({ ada, bob }) => ada.call(contract.deleteUser, { params: { id: bob.id } })],
  [
    'a changed role',
    ({ ada, bob }) => ada.call(contract.changeUser, { params: { id: bob.id }, body: { role: 'admin' } }),
  ],
]

for (const [what, endOnA] of endings) {
  test(`${what} counts at the next request, and within two seconds on another instance`, async (t) => {
    const scene = await twoInstances(t)
    await untilHeard(scene)
    assert.equal(await isRefused(scene.phone.onB), false)
    await endOnA(scene)
    assert.equal(await isRefused(scene.phone.onA), true)
    await until('B refuses the phone', PROMISED_MS, () => isRefused(scene.phone.onB))
  })
}

test('after a changed role a refresh on any instance gives a token that all take', async (t) => {
  const { ada, bob, phone } = await twoInstances(t)
  await ada.call(contract.changeUser, { params: { id: bob.id }, body: { role: 'admin' } })
  await until('B refuses the phone', PROMISED_MS, () => isRefused(phone.onB))
  phone.onA.token = phone.onB.token = (await phone.onB.call(contract.refreshSession)).body.token
  assert.equal((await phone.onA.call(contract.getMe)).body.role, 'admin')
  assert.equal((await phone.onB.call(contract.getMe)).body.role, 'admin')
})

test('a session that is ended while B has lost the bus is refused there, and the bus comes back', async (t) => {
  const scene = await twoInstances(t)
  await untilHeard(scene)
  const { rowCount } = await onServer((client) =>
    client.query(`select pg_terminate_backend(pid) ${BUSES}`, [databaseOf(scene)]),
  )
  assert.equal(rowCount, 2)
  await endPhone(scene)
  await until('B refuses the phone', PROMISED_MS, () => isRefused(scene.phone.onB))
  await untilHeard(scene)
  await scene.laptop.onA.call(contract.signOut)
  await until('B refuses the laptop', PROMISED_MS, () => isRefused(scene.laptop.onB))
})

test('what B could not be told is refused there by its row, and by itself once the bus is back', async (t) => {
  const scene = await twoInstances(t)
  scene.proxy.bus = 'is cut'
  await endPhone(scene)
  await until('B refuses the phone', PROMISED_MS, () => isRefused(scene.phone.onB))
  assert.equal(await isRefused(scene.laptop.onB), false)
  scene.proxy.bus = 'works'
  await untilHeard(scene)
  await whileSessionsAreLocked(scene, async () => assert.equal(await isRefused(scene.phone.onB), true))
})

test('a bus that hangs without a word is found out: rows are read until there is another connection', async (t) => {
  const scene = await twoInstances(t)
  await untilHeard(scene)
  scene.proxy.bus = 'hangs'
  await endPhone(scene)
  assert.equal(await isRefused(scene.phone.onB), false)
  await until('B refuses the phone', 5000 + PROMISED_MS, () => isRefused(scene.phone.onB))
  assert.equal(await isRefused(scene.laptop.onB), false)
  scene.proxy.bus = 'works'
  await untilHeard(scene)
})

test('a request needs no session row while the bus is heard; without both nobody passes', async (t) => {
  const scene = await twoInstances(t)
  await untilHeard(scene)
  await whileSessionsAreLocked(scene, async () => {
    for (let round = 0; round < 25; round += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => scene.laptop.onB.call(contract.getMe)))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    }
    scene.proxy.bus = 'is cut'
    let problem: string | undefined
    await until('B lets nobody pass', 20_000, async () => {
      problem = (await scene.laptop.onB.call(contract.getMe)).problem
      return problem !== undefined
    })
    assert.equal(problem, 'unavailable')
  })
})
