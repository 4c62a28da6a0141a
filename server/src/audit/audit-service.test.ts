import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer, PASSWORD } from '../../test/test-server.ts'
import { purgeExpiredAudit } from './audit-service.ts'

const DAY_MS = 86_400_000
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

type Filter = Partial<Record<'kind' | 'user' | 'since' | 'until' | 'limit', unknown>>

/** What the log says, the oldest first: kind, who did it, to whom, and more about it. */
async function story(admin: TestClient, query: Filter = {}): Promise<string[]> {
  const { body } = await admin.call(contract.listAudit, { query })
  return body
    .map(({ kind, actor, subject, detail }) => [kind, actor?.name, subject?.name, detail].join(' ').trim())
    .reverse()
}

everyServer(
  'whatever admins do to accounts is in the log: what, by whom, to whom, and from where',
  async (_t, { as, nobody }) => {
    const admin = await as('ada', 'admin')
    const headers = { 'user-agent': FIREFOX }
    const body = { username: 'eve', password: PASSWORD }
    const { id } = (await admin.call(contract.addUser, { body, headers })).body
    const params = { id }
    const change = (patch: contract.UserPatch) => admin.call(contract.changeUser, { params, body: patch })
    await change({ displayName: 'Eve E.', role: 'admin', disabled: true })
    await change({ displayName: 'Eve E.', role: 'admin', disabled: true })
    await change({ disabled: false })
    await admin.call(contract.endSessionsOf, { params })
    const { oneTimePassword } = (await admin.call(contract.resetPassword, { params })).body
    const credentials = { username: 'eve', password: oneTimePassword, newPassword: PASSWORD }
    await nobody().call(contract.signIn, { body: credentials, headers })
    await admin.call(contract.deleteUser, { params })

    assert.deepEqual(await story(admin), [
      'signed-in ada ada',
      'user-added ada eve member',
      'user-renamed ada eve Eve E.',
      'role-changed ada eve admin',
      'user-disabled ada eve',
      'user-enabled ada eve',
      'sessions-ended ada eve all',
      'password-reset ada eve',
      'password-changed eve eve',
      'signed-in eve eve',
      'user-deleted ada eve',
    ])
    const { body: log } = await admin.call(contract.listAudit)
    const people = log.flatMap(({ actor, subject }) => [actor, subject]).filter((person) => person !== null)
    assert.ok(people.every(({ id: theirs, name, deleted }) => (theirs === id && name === 'eve') === (deleted === true)))
    const added = log.find(({ kind }) => kind === 'user-added')
    assert.deepEqual([added?.address, added?.device, added?.subject?.id], ['127.0.0.1', 'Firefox on Linux', id])
    assert.equal(log.find(({ kind }) => kind === 'password-changed')?.device, 'Firefox on Linux')
    assert.ok(![PASSWORD, oneTimePassword].some((secret) => JSON.stringify(log).includes(secret)))
  },
)

everyServer('what people do to their own account is in the log', async (_t, { as }) => {
  const [admin, eve] = [await as('ada', 'admin'), await as('eve')]
  await eve.call(contract.changeMe, { body: { displayName: 'Eve E.' } })
  await eve.call(contract.changeMe, { body: { displayName: 'Eve E.' } })
  const newPassword = 'another horse, another battery'
  await eve.call(contract.changePassword, { body: { currentPassword: 'wrong', newPassword } })
  await eve.call(contract.changePassword, { body: { currentPassword: PASSWORD, newPassword } })
  assert.deepEqual((await story(admin)).slice(2), [
    'user-renamed eve eve Eve E.',
    'sign-in-failed eve eve',
    'password-changed eve eve',
  ])
})

everyServer(
  'who was invited, and who joined, is in the log',
  async (_t, { as, nobody }) => {
    const admin = await as('ada', 'admin')
    const invite = async (role: contract.Role) => (await admin.call(contract.addInvitation, { body: { role } })).body
    const [used, deleted] = [await invite('member'), await invite('admin')]
    await admin.call(contract.deleteInvitation, { params: { id: deleted.id } })
    const body = { username: 'eve', password: PASSWORD, invitation: used.token }
    await nobody().call(contract.join, { body })
    await nobody().call(contract.join, { body })
    assert.deepEqual((await story(admin)).slice(1), [
      'invitation-made ada  member',
      'invitation-made ada  admin',
      'invitation-deleted ada  admin',
      'user-joined eve eve member',
    ])
  },
  { TALLY_SIGNUP: 'invite' },
)

everyServer('the log is read by kind, by person and by time', async (_t, { as, clock }) => {
  const [admin, eve] = [await as('ada', 'admin'), await as('eve')]
  const { body: me } = await eve.call(contract.getMe)
  clock.ahead = 60_000
  const later = Date.now() + clock.ahead
  await eve.call(contract.changeMe, { body: { displayName: 'Eve E.' } })
  await admin.call(contract.changeUser, { params: { id: me.id }, body: { displayName: 'Eve' } })

  assert.deepEqual(await story(admin, { kind: 'user-renamed' }), [
    'user-renamed eve eve Eve E.',
    'user-renamed ada eve Eve',
  ])
  assert.deepEqual(await story(admin, { kind: 'user-renamed', limit: 1 }), ['user-renamed ada eve Eve'])
  assert.deepEqual(await story(admin, { user: me.id, since: later }), [
    'user-renamed eve eve Eve E.',
    'user-renamed ada eve Eve',
  ])
  assert.deepEqual(await story(admin, { user: me.id, until: later }), ['signed-in eve eve'])
  assert.deepEqual(await story(admin, { until: later }), ['signed-in ada ada', 'signed-in eve eve'])
  const { problem, errors } = await admin.call(contract.listAudit, { query: { kind: 'gossip' } })
  assert.deepEqual([problem, errors?.[0]?.path], ['invalid-input', '/query/kind'])
})

everyServer('pages of the log follow each other by their links, with the same filter', async (_t, { as }) => {
  const admin = await as('ada', 'admin')
  for (const n of [1, 2, 3, 4, 5]) await admin.call(contract.changeMe, { body: { displayName: `Ada ${n}` } })
  const readPage = async (address: string) => {
    const response = await admin.send('GET', address)
    const entries = (await response.json()) as contract.AuditEntry[]
    const next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    return { next, names: entries.map(({ detail }) => detail) }
  }
  const first = await readPage('/api/audit?kind=user-renamed&limit=2')
  const second = await readPage(first.next ?? '')
  const third = await readPage(second.next ?? '')
  assert.deepEqual(
    [first, second, third].map(({ names }) => names),
    [['Ada 5', 'Ada 4'], ['Ada 3', 'Ada 2'], ['Ada 1']],
  )
  assert.equal(third.next, undefined)
})

everyServer('the log is for admins', async (_t, { as, nobody }) => {
  const member = await as('eve')
  assert.equal((await member.call(contract.listAudit)).problem, 'admins-only')
  assert.equal((await nobody().call(contract.listAudit)).problem, 'invalid-token')
})

everyServer('what is older than a year is forgotten', async (_t, { as, clock, tally }) => {
  await as('ada', 'admin')
  clock.ahead = 2 * DAY_MS
  await as('bob')
  clock.ahead = 366 * DAY_MS
  await purgeExpiredAudit(tally.accounts.db, tally.accounts.clock)
  assert.deepEqual(await story(await as('ada')), ['signed-in bob bob', 'signed-in ada ada'])
})
