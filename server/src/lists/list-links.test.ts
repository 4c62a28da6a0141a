import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits, type SharedRole } from '@tally/contract'
import { makeLink, shareList } from '../../test/share-list.ts'
import type { TestClient } from '../../test/test-client.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { purgeExpiredSharing } from '../changes/purge-expired.ts'

const DAY_MS = 86_400_000

function test(name: string, body: (server: TestServer) => Promise<void>, settings?: Record<string, string>): void {
  everyServer(name, (_t, server) => body(server), settings)
}

/** Ada with a list that nobody else has. */
async function trip(server: TestServer) {
  const [ada, bob, eve] = [await server.as('ada'), await server.as('bob'), await server.as('eve')]
  const { body: list } = await ada.call(contract.addList, { body: { name: 'Trip' } })
  const link = (role: SharedRole = 'editor') => makeLink(ada, list.id, role)
  const links = async (by = ada) => (await by.call(contract.getSharing, { params: { id: list.id } })).body.links
  const revoke = (linkId: string, by = ada) => by.call(contract.deleteListLink, { params: { id: list.id, linkId } })
  return { ada, bob, eve, list, link, links, revoke }
}

const check = (client: TestClient, link: string) => client.call(contract.checkListLink, { body: { link } })
const join = (client: TestClient, link: string) => client.call(contract.joinList, { body: { link } })

for (const [directory, role] of [
  ['everyone', 'editor'],
  ['admins', 'viewer'],
] as const) {
  test(
    `a link says which list it is and who invites, and lets one person join as ${role} (directory: ${directory})`,
    async (server) => {
      const { ada, bob, eve, list, link, links } = await trip(server)
      const secret = await link(role)
      const { body: open } = await check(bob, secret)
      const { expiresAt, ...told } = open
      assert.deepEqual(told, { listName: 'Trip', role, invitedBy: { username: 'ada', displayName: 'ada' } })
      assert.equal((await links())[0]?.expiresAt, expiresAt)
      assert.equal((await bob.call(contract.listLists)).body.length, 1)

      const joined = await join(bob, secret)
      assert.deepEqual([joined.body.id, joined.body.role], [list.id, role])
      assert.deepEqual(await links(), [])
      assert.equal((await join(eve, secret)).problem, 'invitation-not-found')
      assert.equal((await check(eve, secret)).problem, 'invitation-not-found')
      const { body: members } = await ada.call(contract.listMembers, { params: { id: list.id } })
      assert.deepEqual(
        members.map((member) => `${member.username} ${member.role}`),
        ['ada owner', `bob ${role}`],
      )
    },
    { TALLY_DIRECTORY: directory },
  )
}

test('of many who open a link at once one joins', async (server) => {
  const { bob, eve, link } = await trip(server)
  const secret = await link()
  const clients = [bob, eve, await server.as('carl'), await server.as('dora')]
  const answers = await Promise.all(clients.map((client) => join(client, secret)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404, 404])
})

test('for whoever has the list a link leads to it, is not used up, and changes no role', async (server) => {
  const { ada, bob, list, link, links } = await trip(server)
  await shareList({ owner: ada, listId: list.id, person: bob, role: 'viewer' })
  const secret = await link('editor')
  assert.equal((await join(bob, secret)).body.role, 'viewer')
  assert.equal((await join(ada, secret)).body.role, 'owner')
  assert.equal((await links()).length, 1)
})

test('a link can be revoked, ends after seven days, and with the rights of who made it', async (server) => {
  const { ada, bob, list, link, links, revoke } = await trip(server)
  const admin = await server.as('admin', 'admin')
  const revoked = await link()
  assert.equal((await revoke((await links())[0]?.id ?? '')).status, 204)
  assert.equal((await join(bob, revoked)).problem, 'invitation-not-found')
  assert.equal((await revoke(list.id)).problem, 'invitation-not-found')

  const secret = await link()
  await ada.call(contract.deleteList, { params: { id: list.id } })
  assert.equal((await join(bob, secret)).problem, 'invitation-not-found')
  await ada.call(contract.restoreList, { params: { id: list.id } })
  const { id } = (await ada.call(contract.getMe)).body
  await admin.call(contract.changeUser, { params: { id }, body: { disabled: true } })
  assert.equal((await join(bob, secret)).problem, 'invitation-not-found')
  await admin.call(contract.changeUser, { params: { id }, body: { disabled: false } })
  assert.equal((await check(bob, secret)).status, 200)

  server.clock.ahead = limits.listLinks.days * DAY_MS
  assert.equal((await join(await server.as('bob'), secret)).problem, 'invitation-not-found')
  const { db, clock } = server.tally.accounts
  await purgeExpiredSharing(db, clock)
  assert.deepEqual(await db.selectFrom('list_link').select('id').execute(), [])
})

test('only the owner makes, sees and revokes links, of the Inbox or a deleted list there are none', async (server) => {
  const { ada, bob, eve, list, link, links, revoke } = await trip(server)
  await shareList({ owner: ada, listId: list.id, person: bob, role: 'editor' })
  await link()
  const [made] = await links()
  const add = (by: TestClient, id = list.id) =>
    by.call(contract.addListLink, { params: { id }, body: { role: 'viewer' } })
  assert.deepEqual([(await add(bob)).problem, (await add(eve)).problem], ['list-read-only', 'list-not-found'])
  assert.deepEqual(await links(bob), [])
  assert.equal((await revoke(made?.id ?? '', bob)).problem, 'list-read-only')
  assert.equal((await revoke(made?.id ?? '', eve)).problem, 'list-not-found')
  const inbox = (await ada.call(contract.listLists)).body[0]?.id ?? ''
  assert.equal((await add(ada, inbox)).problem, 'inbox-fixed')
  await ada.call(contract.deleteList, { params: { id: list.id } })
  assert.equal((await add(ada)).problem, 'list-deleted')
})

test('a list has no more than some links', async (server) => {
  const { ada, list, link, links, revoke } = await trip(server)
  for (let n = 0; n < limits.listLinks.max; n += 1) await link()
  const body = { role: 'viewer' as const }
  assert.equal((await ada.call(contract.addListLink, { params: { id: list.id }, body })).problem, 'too-many-links')
  await revoke((await links())[0]?.id ?? '')
  await link()
})

test('the database holds no secret of a link', async (server) => {
  const { link } = await trip(server)
  const secret = await link()
  const rows = await server.tally.accounts.db.selectFrom('list_link').selectAll().execute()
  assert.equal(JSON.stringify(rows).includes(secret), false)
})

test('who left a list comes back by a link, and can then be invited again', async (server) => {
  const { ada, bob, list, link } = await trip(server)
  const userId = await shareList({ owner: ada, listId: list.id, person: bob, role: 'editor' })
  const params = { id: list.id, userId }
  await bob.call(contract.deleteMember, { params })
  assert.equal((await join(bob, await link())).status, 200)
  await ada.call(contract.deleteMember, { params })
  assert.equal((await ada.call(contract.putMember, { params, body: { role: 'viewer' } })).status, 201)
})
