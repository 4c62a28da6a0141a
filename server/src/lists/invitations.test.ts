import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { limits, type ListRole } from '@tally/contract'
import { accept, shareList } from '../../test/share-list.ts'
import type { TestClient } from '../../test/test-client.ts'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'
import { purgeExpiredSharing } from '../changes/purge-expired.ts'

const DAY_MS = 86_400_000

function test(name: string, body: (server: TestServer) => Promise<void>, settings?: Record<string, string>): void {
  everyServer(name, (_t, server) => body(server), settings)
}

/** Ada with a list of one todo, to which Bob is invited; nobody else has it. */
async function invitation(server: TestServer) {
  const [ada, bob] = [await server.as('ada'), await server.as('bob')]
  const bobsId = (await bob.call(contract.getMe)).body.id
  const listId = (await ada.call(contract.addList, { body: { name: 'Trip' } })).body.id
  await ada.call(contract.addTodo, { body: { title: 'Book the ferry', listId, dueOn: '2026-01-01' } })
  const put = (role: ListRole, by = ada, id = listId) =>
    by.call(contract.putMember, { params: { id, userId: bobsId }, body: { role } })
  const take = (by = ada) => by.call(contract.deleteMember, { params: { id: listId, userId: bobsId } })
  await put('editor')
  return { ada, bob, bobsId, listId, put, take }
}

const acceptance = (client: TestClient, id: string) => client.call(contract.acceptInvitation, { params: { id } })
const decline = (client: TestClient, id: string) => client.call(contract.declineInvitation, { params: { id } })
const invitationsOf = async (client: TestClient) => (await client.call(contract.listMyInvitations)).body
const listIdsOf = async (client: TestClient) => (await client.call(contract.listLists)).body.map(({ id }) => id)
const invitedTo = async (client: TestClient, id: string) =>
  (await client.call(contract.getSharing, { params: { id } })).body.invited.map(
    ({ username, role }) => `${username} ${role}`,
  )
const rolesIn = async (client: TestClient, id: string) =>
  (await client.call(contract.listMembers, { params: { id } })).body.map(({ username, role }) => `${username} ${role}`)

test('nothing of a list reaches whoever is invited to it before they accept', async (server) => {
  const { ada, bob, bobsId, listId } = await invitation(server)
  const { body: todos } = await ada.call(contract.listTodos, { query: { list: listId } })
  const todoId = todos[0]?.id ?? ''
  const params = { id: listId }
  assert.equal((await listIdsOf(bob)).includes(listId), false)
  assert.equal((await bob.call(contract.getList, { params })).problem, 'list-not-found')
  assert.equal((await bob.call(contract.listMembers, { params })).problem, 'list-not-found')
  assert.equal((await bob.call(contract.getSharing, { params })).problem, 'list-not-found')
  assert.equal((await bob.call(contract.getTodo, { params: { id: todoId } })).problem, 'todo-not-found')
  assert.equal((await bob.call(contract.listTodos, { query: { list: listId } })).problem, 'list-not-found')
  assert.deepEqual((await bob.call(contract.listTodos)).body, [])
  assert.deepEqual((await bob.call(contract.listTodos, { query: { q: 'ferry' } })).body, [])
  const phone = new TestDevice(bob)
  await phone.pull()
  assert.equal(phone.replicas.has(listId), false)
  const asAssignee = await ada.call(contract.changeTodo, { params: { id: todoId }, body: { assigneeId: bobsId } })
  assert.equal(asAssignee.problem, 'invalid-input')

  await accept(bob, listId)
  await phone.pull()
  assert.deepEqual(phone.titles(listId), ['Book the ferry'])
  assert.equal((await bob.call(contract.listTodos)).body.length, 1)
})

test('whoever is invited sees the name of the list, who invites, and as what; its members see them', async (server) => {
  const { ada, bob, listId } = await invitation(server)
  const carl = await server.as('carl')
  await shareList({ owner: ada, listId, person: carl, role: 'viewer' })
  const { body: shouting } = await ada.call(contract.addList, { body: { name: '  Sign\nin\r\n\u2028 here ' } })
  await ada.call(contract.addMember, { params: { id: shouting.id }, body: { username: 'bob', role: 'viewer' } })
  const [newest, first] = await invitationsOf(bob)
  assert.equal(newest?.listName, 'Sign in here')
  const { createdAt, expiresAt, ...told } = first ?? assert.fail('two invitations')
  assert.deepEqual(told, {
    listId,
    listName: 'Trip',
    role: 'editor',
    invitedBy: { username: 'ada', displayName: 'ada' },
  })
  assert.equal(expiresAt - createdAt, limits.listInvitations.days * DAY_MS)
  for (const member of [ada, carl]) assert.deepEqual(await invitedTo(member, listId), ['bob editor'])
  assert.deepEqual(await rolesIn(ada, listId), ['ada owner', 'carl viewer'])
})

test('a new name of the list is no way to write to whoever is invited', async (server) => {
  const { ada, bob, listId } = await invitation(server)
  await ada.call(contract.changeList, { params: { id: listId }, body: { name: 'Call me' } })
  assert.equal((await invitationsOf(bob))[0]?.listName, 'Trip')
})

test('a pull brings invitations to a device that knows them, and lets an older one be', async (server) => {
  const { bob, listId } = await invitation(server)
  const device = new TestDevice(bob)
  assert.equal((await device.pullPage()).invitations, undefined)
  const newer = await bob.call(contract.pullChanges, { body: { client: newId(), schema: 2, cursors: {} } })
  assert.deepEqual(newer.body.invitations, await invitationsOf(bob))
  assert.equal(newer.body.invitations[0]?.listId, listId)
})

test('an invitation is answered once; the same answer sent again gets the same verdict', async (server) => {
  const { bob, listId } = await invitation(server)
  const [phone, laptop] = [new TestDevice(bob), new TestDevice(bob)]
  const yes = { id: newId(), type: 'invitation.accept' as const, listId }
  const [first] = await phone.push(yes)
  assert.equal(first?.ok, true)
  assert.deepEqual(await phone.push(yes), [{ ...first, dup: true }])
  const [second, late] = await laptop.push(
    { type: 'invitation.accept', listId },
    { type: 'invitation.decline', listId },
  )
  assert.deepEqual([second?.ok, late?.ok], [true, true])
  assert.deepEqual(await rolesIn(bob, listId), ['ada owner', 'bob editor'])
})

test('who accepts can change the list in the same push', async (server) => {
  const { bob, listId } = await invitation(server)
  const phone = new TestDevice(bob)
  const key = newId()
  const verdicts = await phone.push(
    { type: 'invitation.accept', listId },
    { type: 'todo.put', listId, key, fields: { title: 'Pack the tent' } },
  )
  assert.deepEqual(
    verdicts.map(({ ok }) => ok),
    [true, true],
  )
  await phone.pull()
  assert.deepEqual(phone.titles(listId), ['Book the ferry', 'Pack the tent'])
})

test('an answer tells nothing of a list that one is not invited to', async (server) => {
  const { listId } = await invitation(server)
  const eve = new TestDevice(await server.as('eve'))
  const answers = async (id: string) =>
    (await eve.push({ type: 'invitation.accept', listId: id }, { type: 'invitation.decline', listId: id })).map(
      (verdict) => ({ ...verdict, id: 'any' }),
    )
  assert.deepEqual(await answers(listId), await answers(newId()))
  assert.deepEqual(await answers(listId), [
    { id: 'any', ok: false, code: 'invitation-not-found' },
    { id: 'any', ok: true, ver: 0 },
  ])
})

test('who declined is not asked again by the same person for thirty days', async (server) => {
  const { ada, bob, listId, put } = await invitation(server)
  assert.equal((await decline(bob, listId)).status, 204)
  assert.deepEqual([await invitationsOf(bob), await invitedTo(ada, listId)], [[], []])
  assert.equal((await put('viewer')).problem, 'not-invitable')
  const { body: other } = await ada.call(contract.addList, { body: { name: 'Other' } })
  assert.equal((await put('viewer', ada, other.id)).status, 201)
  server.clock.ahead = (limits.listInvitations.pauseDays - 1) * DAY_MS
  const later = await server.as('ada')
  assert.equal((await put('viewer', later)).problem, 'not-invitable')
  server.clock.ahead = (limits.listInvitations.pauseDays + 1) * DAY_MS
  assert.equal((await put('viewer', await server.as('ada'))).status, 201)
})

test('who left is not asked again by the owner for thirty days; who was removed can be', async (server) => {
  const { bob, listId, put, take } = await invitation(server)
  await accept(bob, listId)
  assert.equal((await take()).status, 204)
  assert.equal((await put('editor')).status, 201)
  await accept(bob, listId)
  assert.equal((await take(bob)).status, 204)
  assert.equal((await put('editor')).problem, 'not-invitable')
})

test('a new owner may ask whoever declined the one before', async (server) => {
  const { ada, bob, listId, put } = await invitation(server)
  await decline(bob, listId)
  const carl = await server.as('carl')
  const userId = await shareList({ owner: ada, listId, person: carl, role: 'editor' })
  await ada.call(contract.putMember, { params: { id: listId, userId }, body: { role: 'owner' } })
  await accept(carl, listId)
  assert.equal((await put('editor', carl)).status, 201)
})

test('an invitation can be revoked by the owner, and cannot be accepted then', async (server) => {
  const { ada, bob, listId, take } = await invitation(server)
  assert.equal((await take()).status, 204)
  assert.deepEqual([await invitationsOf(bob), await invitedTo(ada, listId)], [[], []])
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
  assert.equal((await take()).problem, 'user-not-found')
})

test('who is invited as one thing and then as another joins as the latter', async (server) => {
  const { bob, listId, put } = await invitation(server)
  assert.equal((await put('viewer')).status, 201)
  await accept(bob, listId)
  assert.deepEqual(await rolesIn(bob, listId), ['ada owner', 'bob viewer'])
})

test('an invitation ends after thirty days, and is removed then', async (server) => {
  const { bob, listId } = await invitation(server)
  server.clock.ahead = limits.listInvitations.days * DAY_MS
  const later = await server.as('bob')
  assert.deepEqual(await invitationsOf(later), [])
  assert.equal((await acceptance(later, listId)).problem, 'invitation-not-found')
  const { db, clock } = server.tally.accounts
  await purgeExpiredSharing(db, clock)
  server.clock.ahead = 0
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
})

test('while a list is in the trash nobody is invited to it', async (server) => {
  const { ada, bob, listId } = await invitation(server)
  await ada.call(contract.deleteList, { params: { id: listId } })
  assert.deepEqual(await invitationsOf(bob), [])
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
  await ada.call(contract.restoreList, { params: { id: listId } })
  await accept(bob, listId)
})

test('nobody has more than some invitations unanswered, from one person or from all', async (server) => {
  const bob = await server.as('bob')
  const { unansweredFromOne, unanswered } = limits.listInvitations
  const inviteOnce = async (client: TestClient) => {
    const { body: list } = await client.call(contract.addList, { body: { name: 'Spam' } })
    const body = { username: 'bob', role: 'viewer' as const }
    return client.call(contract.addMember, { params: { id: list.id }, body })
  }
  const most = unanswered / unansweredFromOne
  for (let person = 0; person < most; person += 1) {
    const spammer = await server.as(`spammer${person}`)
    for (let list = 0; list < unansweredFromOne; list += 1) assert.equal((await inviteOnce(spammer)).status, 201)
    assert.equal((await inviteOnce(spammer)).problem, 'not-invitable')
  }
  const friend = await server.as('friend')
  assert.equal((await inviteOnce(friend)).problem, 'not-invitable')
  const invitations = await invitationsOf(bob)
  assert.equal(invitations.length, unanswered)
  await decline(bob, invitations[0]?.listId ?? '')
  assert.equal((await inviteOnce(friend)).status, 201)
})

test('what somebody shared and nobody had accepted ends when they are disabled or deleted', async (server) => {
  const { ada, bob, listId } = await invitation(server)
  const admin = await server.as('admin', 'admin')
  const { id } = (await ada.call(contract.getMe)).body
  const setDisabled = (disabled: boolean) => admin.call(contract.changeUser, { params: { id }, body: { disabled } })
  await setDisabled(true)
  assert.deepEqual(await invitationsOf(bob), [])
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
  await setDisabled(false)
  assert.equal((await invitationsOf(bob)).length, 1)
  await admin.call(contract.deleteUser, { params: { id } })
  assert.deepEqual(await invitationsOf(bob), [])
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
})

test('whoever is deleted is not invited any more', async (server) => {
  const { ada, bobsId, listId } = await invitation(server)
  const admin = await server.as('admin', 'admin')
  await admin.call(contract.deleteUser, { params: { id: bobsId } })
  assert.deepEqual(await invitedTo(ada, listId), [])
  const left = await server.tally.accounts.db.selectFrom('list_invitation').selectAll().execute()
  assert.deepEqual(left, [])
})

test('a list gets another owner only when they accept; until then it stays whose it is', async (server) => {
  const { ada, bob, listId, put } = await invitation(server)
  const carl = await server.as('carl')
  await accept(bob, listId)
  const offered = await put('owner')
  assert.deepEqual([offered.status, offered.body.role], [201, 'owner'])
  assert.deepEqual(await rolesIn(ada, listId), ['ada owner', 'bob editor'])
  assert.deepEqual(await invitedTo(ada, listId), ['bob owner'])
  assert.equal((await invitationsOf(bob))[0]?.role, 'owner')
  assert.equal((await put('owner', bob)).problem, 'list-read-only')
  await ada.call(contract.addMember, { params: { id: listId }, body: { username: 'carl', role: 'viewer' } })
  const { body: link } = await ada.call(contract.addListLink, { params: { id: listId }, body: { role: 'viewer' } })

  await accept(bob, listId)
  assert.deepEqual(await rolesIn(ada, listId), ['bob owner', 'ada editor'])
  assert.equal((await put('editor', bob)).problem, 'last-owner')
  // What the former owner gave away of it ends with their right to it.
  assert.deepEqual(await invitationsOf(carl), [])
  assert.equal((await carl.call(contract.joinList, { body: { link: link.token } })).problem, 'invitation-not-found')
})

test('an offer of a list can be declined and withdrawn; who declined is not asked again so soon', async (server) => {
  const { ada, bob, listId, put } = await invitation(server)
  await accept(bob, listId)
  await put('owner')
  assert.equal((await put('editor')).status, 200)
  assert.deepEqual(await invitationsOf(bob), [])
  await put('owner')
  await decline(bob, listId)
  assert.deepEqual(await rolesIn(ada, listId), ['ada owner', 'bob editor'])
  assert.equal((await put('owner')).problem, 'not-invitable')
})

test('a list is offered to a member who can sign in, and to nobody else', async (server) => {
  const { ada, bob, bobsId, listId, put } = await invitation(server)
  const admin = await server.as('admin', 'admin')
  assert.equal((await put('owner')).problem, 'user-not-found')
  await accept(bob, listId)
  await put('owner')
  await admin.call(contract.changeUser, { params: { id: bobsId }, body: { disabled: true } })
  await put('editor')
  assert.equal((await put('owner')).problem, 'not-invitable')
  assert.deepEqual(await rolesIn(ada, listId), ['ada owner', 'bob editor'])
})

test('whoever is removed from a list loses its offer, too', async (server) => {
  const { bob, listId, put, take } = await invitation(server)
  await accept(bob, listId)
  await put('owner')
  await take()
  assert.deepEqual(await invitationsOf(bob), [])
  assert.equal((await acceptance(bob, listId)).problem, 'invitation-not-found')
})

test('who is disabled cannot be invited, and looks like nobody', async (server) => {
  const { ada, bobsId, listId, take } = await invitation(server)
  const admin = await server.as('admin', 'admin')
  await take()
  await admin.call(contract.changeUser, { params: { id: bobsId }, body: { disabled: true } })
  const put = (userId: string) =>
    ada.call(contract.putMember, { params: { id: listId, userId }, body: { role: 'editor' } })
  assert.equal((await put(bobsId)).problem, (await put(newId())).problem)
})

test(
  'where the directory is for admins nobody is invited by name or id, and is refused alike whether they exist or not',
  async (server) => {
    const [ada, admin] = [await server.as('ada'), await server.as('admin', 'admin')]
    const bobsId = (await (await server.as('bob')).call(contract.getMe)).body.id
    for (const client of [ada, admin]) {
      const { body: list } = await client.call(contract.addList, { body: { name: 'Trip' } })
      const refusal = async (path: string, body: object, method = 'POST') => {
        const answer = await client.send(method, `/api/lists/${list.id}/${path}`, { body })
        return [answer.status, await answer.text()]
      }
      const byName = (username: string) => refusal('members', { username, role: 'viewer' })
      const byId = (id: string, role: ListRole) => refusal(`members/${id}`, { role }, 'PUT')
      const refusals = [
        await byName('bob'),
        await byName('nobody'),
        await byName('admin'),
        await byId(bobsId, 'viewer'),
        await byId(newId(), 'viewer'),
        await byId(bobsId, 'owner'),
        await byId(newId(), 'owner'),
      ]
      assert.match(String(refusals[0]), /^403,.*"share-by-link"/)
      assert.deepEqual(new Set(refusals.map(String)).size, 1)
      const pushed = await new TestDevice(client).push(
        ...[bobsId, newId()].map((key) => ({
          type: 'member.put' as const,
          listId: list.id,
          key,
          fields: { role: 'editor' as const },
        })),
      )
      assert.deepEqual(
        pushed.map((verdict) => (verdict.ok ? 'ok' : verdict.code)),
        ['share-by-link', 'share-by-link'],
      )
      assert.equal((await client.call(contract.getSharing, { params: { id: list.id } })).body.byUsername, false)
    }
  },
  { TALLY_DIRECTORY: 'admins' },
)
