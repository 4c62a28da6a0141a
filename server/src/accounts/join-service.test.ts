import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'

const INVITE = { TALLY_SIGNUP: 'invite' }
const OPEN = { TALLY_SIGNUP: 'open' }
const EVE = { username: 'eve', password: PASSWORD }

const join = ({ nobody }: TestServer, body: object, headers: Record<string, string> = {}) =>
  nobody().call(contract.join, { body: body as contract.Joiner, headers })

async function invite(server: TestServer, role: contract.Role = 'member') {
  const admin = await server.as('ada', 'admin')
  return { admin, ...(await admin.call(contract.addInvitation, { body: { role } })).body }
}

everyServer('nobody joins where only an admin makes accounts', async (_t, server) => {
  await server.as('ada', 'admin')
  assert.equal((await join(server, EVE)).problem, 'sign-up-closed')
  assert.equal((await join(server, { ...EVE, invitation: 'x' })).problem, 'sign-up-closed')
})

everyServer(
  'the first account is made by set-up, also where sign-up is open',
  async (_t, server) => assert.equal((await join(server, EVE)).problem, 'sign-up-closed'),
  OPEN,
)

everyServer(
  'where sign-up is open anybody becomes a member with an Inbox, and nothing more',
  async (_t, server) => {
    await server.as('ada', 'admin')
    const refused = await join(server, { ...EVE, role: 'admin' })
    assert.deepEqual([refused.problem, refused.errors?.[0]?.path], ['invalid-input', '/body/role'])
    const withoutPassword = await join(server, { username: 'eve' })
    assert.deepEqual([withoutPassword.problem, withoutPassword.errors?.[0]?.path], ['invalid-input', '/body/password'])
    const common = await join(server, { ...EVE, password: 'qwertyqwertyqwerty' })
    assert.deepEqual([common.problem, common.errors?.[0]?.path], ['invalid-input', '/body/password'])

    const joined = await join(server, EVE)
    assert.equal(joined.status, 201)
    assert.deepEqual(Object.keys(joined.body).sort(), ['displayName', 'id', 'role', 'username'])
    assert.equal(joined.body.role, 'member')
    const eve = server.nobody()
    eve.token = (await eve.call(contract.signIn, { body: EVE })).body.token
    assert.equal((await eve.call(contract.listLists)).body[0]?.kind, 'inbox')
    assert.equal((await join(server, { ...EVE, username: 'EVE' })).problem, 'username-taken')
  },
  OPEN,
)

everyServer(
  'a page of another site has nobody join',
  async (_t, server) => {
    await server.as('ada', 'admin')
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    assert.equal((await join(server, EVE, headers)).problem, 'cross-site-request')
  },
  OPEN,
)

everyServer(
  'an address makes so many accounts an hour; one that is not made costs nothing, and neither does an invitation',
  async (_t, server) => {
    const { token } = await invite(server, 'member')
    const join = (username: string, from: string, invitation?: string) =>
      server.nobody().call(contract.join, {
        body: { ...EVE, username, ...(invitation !== undefined && { invitation }) },
        headers: { 'x-forwarded-for': from },
      })
    assert.equal((await join('one', '2001:db8::1')).status, 201)
    assert.equal((await join('one', '2001:db8::2')).problem, 'username-taken')
    assert.equal((await join('two', '2001:db8::3')).status, 201)
    const refused = await join('three', '2001:db8::4')
    assert.deepEqual([refused.problem, refused.headers.get('retry-after')], ['too-many-requests', '1800'])
    assert.equal((await join('three', '2001:db8::4', token)).status, 201)
    assert.equal((await join('four', '2001:db8:0:1::1')).status, 201)
    server.clock.ahead += 1_800_000
    assert.equal((await join('five', '2001:db8::5')).status, 201)
  },
  { ...OPEN, TALLY_QUOTA_SIGN_UPS: '2', TALLY_TRUST_PROXY: '127.0.0.1' },
)

everyServer(
  'only an admin adds others: nobody else, also where anybody may join',
  async (_t, server) => {
    const [admin, member] = [await server.as('ada', 'admin'), await server.as('bob')]
    assert.equal((await member.call(contract.addUser, { body: EVE })).problem, 'admins-only')
    const stale = server.nobody()
    stale.token = 'not.a.token'
    assert.equal((await stale.call(contract.addUser, { body: EVE })).problem, 'invalid-token')
    assert.equal((await server.nobody().call(contract.addUser, { body: EVE })).problem, 'invalid-token')
    assert.equal((await admin.call(contract.addUser, { body: EVE })).status, 201)
  },
  OPEN,
)

everyServer(
  'an invitation is needed where sign-up is by invitation, says the role, and works once',
  async (_t, server) => {
    const { token, url, id, admin } = await invite(server, 'admin')
    assert.equal(url, `${server.origin}/join#${token}`)
    assert.equal((await join(server, EVE)).problem, 'sign-up-closed')
    const { body: open } = await server.nobody().call(contract.checkInvitation, { body: { invitation: token } })
    assert.deepEqual([open.role, open.invitedBy], ['admin', 'ada'])

    assert.equal((await join(server, { ...EVE, username: 'ada', invitation: token })).problem, 'username-taken')
    const joined = await join(server, { ...EVE, invitation: token })
    assert.equal(joined.body.role, 'admin')
    assert.equal((await join(server, { ...EVE, username: 'bob', invitation: token })).problem, 'invitation-not-found')
    const check = await server.nobody().call(contract.checkInvitation, { body: { invitation: token } })
    assert.equal(check.problem, 'invitation-not-found')
    assert.deepEqual((await admin.call(contract.listInvitations)).body, [])
    assert.equal((await admin.call(contract.deleteInvitation, { params: { id } })).problem, 'invitation-not-found')
  },
  INVITE,
)

everyServer(
  'of ten who use an invitation at once one joins',
  async (_t, server) => {
    const { token } = await invite(server)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => join(server, { ...EVE, username: `eve${n}`, invitation: token })),
    )
    assert.equal(answers.filter(({ status }) => status === 201).length, 1)
    assert.ok(answers.every(({ status, problem }) => status === 201 || problem === 'invitation-not-found'))
    const accounts = await server.tally.accounts.db.selectFrom('account').select('username').execute()
    assert.equal(accounts.length, 2)
  },
  INVITE,
)
