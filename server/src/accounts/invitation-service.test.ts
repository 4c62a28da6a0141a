import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'
import { purgeExpiredInvitations } from './invitation-service.ts'

const DAY_MS = 86_400_000
const INVITE = { TALLY_SIGNUP: 'invite' }

const invite = async (admin: TestClient) => (await admin.call(contract.addInvitation, { body: {} })).body

/** How looking at an invitation and using it both end. */
async function tryToUse({ nobody }: TestServer, invitation: string) {
  const check = await nobody().call(contract.checkInvitation, { body: { invitation } })
  const body = { username: 'eve', password: PASSWORD, invitation }
  return [check.problem, (await nobody().call(contract.join, { body })).problem]
}
const REFUSED = ['invitation-not-found', 'invitation-not-found']

everyServer(
  'the database keeps no secret of an invitation, and the list tells none',
  async (_t, { as, tally }) => {
    const admin = await as('ada', 'admin')
    const { token, id } = await invite(admin)
    assert.equal(Buffer.from(token, 'base64url').length, 32)
    const { body } = await admin.call(contract.listInvitations)
    assert.deepEqual([body.length, body[0]?.id], [1, id])
    assert.deepEqual(Object.keys(body[0] ?? {}).sort(), ['createdAt', 'expiresAt', 'id', 'invitedBy', 'role'])
    const rows = await tally.accounts.db.selectFrom('invitation').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(token))
  },
  INVITE,
)

everyServer(
  'an invitation ends after seven days, and is then removed',
  async (_t, server) => {
    const { token } = await invite(await server.as('ada', 'admin'))
    server.clock.ahead = 7 * DAY_MS
    assert.deepEqual(await tryToUse(server, token), REFUSED)
    const { token: later } = await invite(await server.as('ada', 'admin'))
    const { db, clock } = server.tally.accounts
    await purgeExpiredInvitations(db, clock)
    assert.equal((await db.selectFrom('invitation').select('id').execute()).length, 1)
    assert.deepEqual(await tryToUse(server, later), [undefined, undefined])
  },
  INVITE,
)

everyServer(
  'an invitation that was taken back, or never made, lets nobody in',
  async (_t, server) => {
    const admin = await server.as('ada', 'admin')
    const { id, token } = await invite(admin)
    assert.equal((await admin.call(contract.deleteInvitation, { params: { id } })).status, 204)
    assert.deepEqual(await tryToUse(server, token), REFUSED)
    assert.deepEqual(await tryToUse(server, 'never made'), REFUSED)
  },
  INVITE,
)

const endings: [how: string, end: (admin: TestClient, id: string) => Promise<unknown>][] = [
  [
    'is no admin any more',
    (admin, id) => admin.call(contract.changeUser, { params: { id }, body: { role: 'member' } }),
  ],
  ['is disabled', (admin, id) => admin.call(contract.changeUser, { params: { id }, body: { disabled: true } })],
  ['is deleted', (admin, id) => admin.call(contract.deleteUser, { params: { id } })],
]
for (const [how, end] of endings) {
  everyServer(
    `an invitation ends when its maker ${how}`,
    async (_t, server) => {
      const [ada, bob] = [await server.as('ada', 'admin'), await server.as('bob', 'admin')]
      const { token } = await invite(bob)
      await end(ada, (await bob.call(contract.getMe)).body.id)
      assert.deepEqual(await tryToUse(server, token), REFUSED)
      assert.deepEqual((await ada.call(contract.listInvitations)).body, [])
    },
    INVITE,
  )
}

everyServer('where nobody may join there are no invitations', async (_t, server) => {
  const admin = await server.as('ada', 'admin')
  assert.equal((await admin.call(contract.addInvitation, { body: {} })).problem, 'sign-up-closed')
  assert.deepEqual((await admin.call(contract.listInvitations)).body, [])
  const check = await server.nobody().call(contract.checkInvitation, { body: { invitation: 'x' } })
  assert.equal(check.problem, 'invitation-not-found')
})
