import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { operations, type Operation } from '@tally/contract'
import { accessPage, accessTable, callers, type AccessCell, type CallerKind } from '@tally/contract/access-table'
import { invite, shareList } from '../test/share-list.ts'
import { everyServer, PASSWORD, type TestServer } from '../test/test-server.ts'
import { TestClient } from '../test/test-client.ts'
import { changeUser, insertAccount } from './accounts/account-service.ts'
import { toCurrentUser } from './accounts/to-user.ts'
import { inTransaction } from './db/transaction.ts'
import { newId } from './http/id.ts'

/** What there is when an operation is called: everything in it is the member's, but for the victim. */
type World = {
  readonly people: Readonly<Record<CallerKind, TestClient>>
  readonly listId: string
  readonly todoId: string
  readonly sessionId: string
  /** Somebody an admin may do things to. */
  readonly victim: { readonly id: string; readonly username: string }
  /** Somebody who has the list as well, as an editor. */
  readonly companion: { readonly id: string }
  readonly invitation: { readonly id: string; readonly token: string }
  /** A list of the companion's, to which the member is invited. */
  readonly invitedTo: string
  readonly link: { readonly id: string; readonly token: string }
}

type Parts = {
  readonly id?: string
  readonly userId?: string
  readonly linkId?: string
  readonly query?: Record<string, string>
  readonly body?: object
}

/** A good call of each operation, of what is the member's. */
const calls: Readonly<Record<string, (world: World) => Parts>> = {
  acceptInvitation: ({ invitedTo }) => ({ id: invitedTo }),
  addInvitation: () => ({ body: {} }),
  addListLink: ({ listId }) => ({ id: listId, body: { role: 'viewer' } }),
  addMember: ({ listId, victim }) => ({ id: listId, body: { username: victim.username, role: 'viewer' } }),
  addList: () => ({ body: { name: 'Home' } }),
  addTodo: ({ listId }) => ({ body: { title: 'Buy milk', listId } }),
  addUser: () => ({ body: { username: `new-${newId()}`, password: PASSWORD } }),
  changeList: ({ listId }) => ({ id: listId, body: { name: 'Work' } }),
  changeMe: () => ({ body: { displayName: 'Me' } }),
  changePassword: () => ({ body: { currentPassword: PASSWORD, newPassword: 'another horse, another battery' } }),
  changeTodo: ({ todoId }) => ({ id: todoId, body: { title: 'Buy bread' } }),
  changeTodos: ({ listId, todoId }) => ({
    body: { operations: [{ type: 'todo.patch', listId, key: todoId, fields: { priority: 1 } }] },
  }),
  changeUser: ({ victim }) => ({ id: victim.id, body: { displayName: 'Somebody' } }),
  checkInvitation: ({ invitation }) => ({ body: { invitation: invitation.token } }),
  checkListLink: ({ link }) => ({ body: { link: link.token } }),
  clearCompleted: ({ listId }) => ({ query: { completed: 'true', list: listId } }),
  declineInvitation: ({ invitedTo }) => ({ id: invitedTo }),
  deleteInvitation: ({ invitation }) => ({ id: invitation.id }),
  deleteList: ({ listId }) => ({ id: listId }),
  deleteListLink: ({ listId, link }) => ({ id: listId, linkId: link.id }),
  deleteMember: ({ listId, companion }) => ({ id: listId, userId: companion.id }),
  deleteTodo: ({ todoId }) => ({ id: todoId }),
  deleteUser: ({ victim }) => ({ id: victim.id }),
  endOtherSessions: () => ({}),
  endSession: ({ sessionId }) => ({ id: sessionId }),
  endSessionsOf: ({ victim }) => ({ id: victim.id }),
  getHealth: () => ({}),
  getKeys: () => ({}),
  getList: ({ listId }) => ({ id: listId }),
  getMe: () => ({}),
  getMetrics: () => ({}),
  getReadiness: () => ({}),
  getSetup: () => ({}),
  getSharing: ({ listId }) => ({ id: listId }),
  getUsage: () => ({}),
  getTodo: ({ todoId }) => ({ id: todoId }),
  join: () => ({ body: { username: `new-${newId()}`, password: PASSWORD } }),
  joinList: ({ link }) => ({ body: { link: link.token } }),
  listAudit: () => ({}),
  listInvitations: () => ({}),
  listLists: () => ({}),
  listMembers: ({ listId }) => ({ id: listId }),
  listMyInvitations: () => ({}),
  listOverwritten: ({ todoId }) => ({ id: todoId }),
  listSessions: () => ({}),
  listTodos: ({ listId }) => ({ query: { list: listId } }),
  listUsers: () => ({}),
  pullChanges: () => ({ body: { client: newId(), schema: 1, cursors: {} } }),
  pushChanges: ({ listId }) => ({
    body: { client: newId(), schema: 1, ops: [{ id: newId(), type: 'list.delete', listId }] },
  }),
  putMember: ({ listId, companion }) => ({ id: listId, userId: companion.id, body: { role: 'viewer' } }),
  refreshSession: () => ({}),
  resetPassword: ({ victim }) => ({ id: victim.id }),
  restoreList: ({ listId }) => ({ id: listId }),
  restoreTodo: ({ todoId }) => ({ id: todoId }),
  setUp: () => ({ body: { username: 'first', password: PASSWORD } }),
  signIn: ({ victim }) => ({ body: { username: victim.username, password: PASSWORD } }),
  signOut: () => ({}),
  streamEvents: () => ({}),
}

/** Those who are refused come first, so that what they tried to change is still as it was. */
const order: readonly CallerKind[] = ['nobody', 'disabled', 'revoked', 'other member', 'admin', 'member']

everyServer('everybody may call what docs/access.md says, and nothing else', walk, { TALLY_SIGNUP: 'invite' })

async function walk(_t: TestContext, server: TestServer): Promise<void> {
  assert.deepEqual(Object.keys(calls).sort(), operations.map(({ id }) => id).sort())
  assert.equal(readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8'), accessPage())
  const passwordHash = await server.tally.accounts.passwords.hash(PASSWORD)
  const seen: string[] = []
  const expected: string[] = []
  for (const { operation, cells } of accessTable) {
    const call = (world: World) => calls[operation.id]?.(world) ?? {}
    const shared = await makeWorld(server, passwordHash)
    for (const caller of order) {
      // Whoever may do it gets a world of their own: the one before them may have deleted what it is about.
      const world = cells[caller] === 'yes' ? await makeWorld(server, passwordHash) : shared
      const answer = await send(world.people[caller], operation, call(world))
      const name = `${operation.method} ${operation.path} as ${caller}`
      seen.push(`${name}: ${await outcome(operation, answer, cells[caller])}`)
      expected.push(`${name}: ${cells[caller]}`)
    }
  }
  assert.equal(seen.length, operations.length * callers.length)
  assert.deepEqual(seen, expected)
}

function send(
  client: TestClient,
  { method, path }: Operation,
  { id = '', userId = '', linkId = '', query, body }: Parts,
): Promise<Response> {
  const search = query ? `?${new URLSearchParams(query).toString()}` : ''
  return client.send(method, path.replace(':id', id).replace(':userId', userId).replace(':linkId', linkId) + search, {
    body,
  })
}

/** An answer in the words of the table. */
async function outcome(operation: Operation, answer: Response, expected: AccessCell): Promise<string> {
  if (answer.status in operation.answers) {
    // A stream would go on.
    await answer.body?.cancel()
    return expected === '-' ? '-' : 'yes'
  }
  const { code } = (await answer.json()) as { code: string }
  const challenge = answer.headers.get('www-authenticate') ?? ''
  switch (code) {
    case 'invalid-token':
    case 'invalid-session':
      return '401'
    case 'admins-only':
      return challenge.includes('insufficient_scope') ? '403' : '403 without a challenge'
    case 'list-not-found':
    case 'todo-not-found':
    case 'session-not-found':
    case 'invitation-not-found':
      return '404'
    default:
      return expected === '-' ? '-' : `${answer.status} ${code}`
  }
}

/** Six callers who have never been here before, and what is the member's. */
async function makeWorld({ tally, url }: TestServer, passwordHash: string): Promise<World> {
  const { accounts } = tally
  const add = async (role: 'admin' | 'member') => {
    const username = `p-${newId()}`
    return inTransaction(accounts.db, (tx) => insertAccount(tx, { username, role, passwordHash, at: accounts.clock() }))
  }
  const signIn = async (account: Awaited<ReturnType<typeof add>>) => {
    const caller = { address: '127.0.0.1', device: 'Test' }
    const admit = () => Promise.resolve(toCurrentUser(account))
    const issued = await accounts.sessions.start(admit, { remember: true, caller })
    const client = new TestClient(url, issued?.signedIn.token)
    client.cookie = issued?.cookies[0]?.split(';')[0]
    return client
  }
  const [member, admin, disabled, victim, companion] = [
    await add('member'),
    await add('admin'),
    await add('member'),
    await add('member'),
    await add('member'),
  ]
  const people = {
    nobody: new TestClient(url),
    member: await signIn(member),
    'other member': await signIn(await add('member')),
    admin: await signIn(admin),
    disabled: await signIn(disabled),
    revoked: await signIn(await add('member')),
  }
  await changeUser(accounts, disabled.id, { disabled: true }, { actorId: null, caller: null })
  const { token, cookie } = people.revoked
  await people.revoked.call(contract.signOut)
  Object.assign(people.revoked, { token, cookie })

  const { body: list } = await people.member.call(contract.addList, { body: { name: 'Mine' } })
  const { body: todo } = await people.member.call(contract.addTodo, { body: { title: 'Mine', listId: list.id } })
  const companions = await signIn(companion)
  await shareList({ owner: people.member, listId: list.id, person: companions, role: 'editor' })
  const { body: theirs } = await companions.call(contract.addList, { body: { name: 'Theirs' } })
  await invite({ owner: companions, listId: theirs.id, person: people.member, role: 'editor' })
  const params = { id: list.id }
  const { body: link } = await people.member.call(contract.addListLink, { params, body: { role: 'viewer' } })
  await signIn(member)
  const { body: sessions } = await people.member.call(contract.listSessions)
  const { body: invitation } = await people.admin.call(contract.addInvitation, { body: {} })
  return {
    people,
    listId: list.id,
    todoId: todo.id,
    sessionId: sessions.find(({ current }) => !current)?.id ?? '',
    victim,
    companion,
    invitation,
    invitedTo: theirs.id,
    link,
  }
}
