import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'

const NEW_PASSWORD = 'another horse, another battery'

/** Gives a password as the current one, to change it. */
function changeFrom(client: TestClient, currentPassword: string) {
  return client.call(contract.changePassword, { body: { currentPassword, newPassword: NEW_PASSWORD } })
}

/** Ada in her own browser, and somebody who has nothing but her access token. */
async function adaAndThief({ as, nobody }: TestServer) {
  const ada = await as('ada')
  const thief = nobody()
  thief.token = ada.token
  return { ada, thief }
}

async function budgetsOf({ tally }: TestServer): Promise<string[]> {
  const rows = await tally.accounts.db.selectFrom('sign_in_budget').selectAll().orderBy('key').execute()
  return rows.map(({ key, failures }) => `${key.split(':', 1).join('')} ${failures}`)
}

everyServer('an access token lets nobody guess the password oftener than a stranger may', async (_t, server) => {
  const { ada, thief } = await adaAndThief(server)
  // However slow the machine, no wait ends before all of them have come.
  server.clock.standsAt = Date.now()
  const guesses = await Promise.all(Array.from({ length: 30 }, () => changeFrom(thief, 'wrong')))
  const looked = guesses.filter(({ problem }) => problem === 'wrong-password')
  const refused = guesses.filter(({ problem }) => problem === 'too-many-requests')
  assert.deepEqual([looked.length, refused.length], [11, 19])
  assert.equal(refused[0]?.headers.get('retry-after'), '1')

  const { db } = server.tally.accounts
  await db.updateTable('sign_in_budget').set({ failures: 99, blocked_until: 0 }).execute()
  assert.equal((await changeFrom(thief, 'wrong')).problem, 'wrong-password')
  const locked = await changeFrom(thief, PASSWORD)
  assert.deepEqual([locked.problem, locked.headers.get('retry-after')], ['too-many-requests', '900'])

  const log = await db.selectFrom('audit').select(['kind', 'actor_name', 'subject_name', 'detail']).execute()
  const failed = log.filter(({ kind }) => kind === 'sign-in-failed')
  assert.equal(failed.length, 12)
  assert.deepEqual([failed[0]?.actor_name, failed[0]?.subject_name], ['ada', 'ada'])
  assert.deepEqual(
    log.filter(({ kind }) => kind === 'sign-in-throttled').map(({ detail }) => detail),
    ['100 failures in a row'],
  )

  // She changes it all the same, from a browser she has signed in with, and is let in everywhere again.
  assert.equal((await changeFrom(ada, PASSWORD)).status, 200)
  assert.deepEqual(await budgetsOf(server), [])
})

everyServer(
  'who mistypes their password in their own browser is counted there, until it is right',
  async (_t, server) => {
    const { ada } = await adaAndThief(server)
    for (const typo of ['one', 'two', 'three']) assert.equal((await changeFrom(ada, typo)).problem, 'wrong-password')
    assert.deepEqual(await budgetsOf(server), ['device 3'])
    assert.equal((await changeFrom(ada, PASSWORD)).status, 200)
    assert.deepEqual(await budgetsOf(server), [])
  },
)

everyServer('a new password that is not good enough is no guess at the old one', async (_t, server) => {
  const { thief } = await adaAndThief(server)
  const body = { currentPassword: 'wrong', newPassword: '1'.repeat(16) }
  assert.equal((await thief.call(contract.changePassword, { body })).problem, 'invalid-input')
  assert.deepEqual(await budgetsOf(server), [])
})

everyServer('an address that has failed too often guesses no more with an access token either', async (_t, server) => {
  const { ada, thief } = await adaAndThief(server)
  server.clock.standsAt = Date.now()
  const elsewhere = Array.from({ length: 60 }, (_, n) => ({ username: `name ${n}`, password: 'wrong' }))
  for (const body of elsewhere) await server.nobody().send('POST', '/api/auth', { body })
  assert.equal((await changeFrom(thief, PASSWORD)).problem, 'too-many-requests')
  assert.equal((await changeFrom(ada, PASSWORD)).status, 200)
})

everyServer('of two who change one password at once one succeeds, and only their session lives', async (_t, server) => {
  const [one, other] = [await server.as('ada'), await server.as('ada')]
  const answers = await Promise.all([changeFrom(one, PASSWORD), changeFrom(other, PASSWORD)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 403])
  const refreshed = await Promise.all([one, other].map((client) => client.call(contract.refreshSession)))
  assert.deepEqual(refreshed.map(({ status }) => status).sort(), [200, 401])
})

everyServer('a refresh that comes while the password is changed leaves no way back in', async (_t, server) => {
  const ada = await server.as('ada')
  const copy = server.nobody()
  copy.cookie = ada.cookie
  const [changed, refreshed] = await Promise.all([changeFrom(ada, PASSWORD), copy.call(contract.refreshSession)])
  assert.equal(changed.status, 200)
  copy.token = refreshed.problem === undefined ? refreshed.body.token : 'none'
  assert.equal((await copy.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await ada.call(contract.refreshSession)).status, 200)
})
