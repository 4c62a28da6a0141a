import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'

const DAY_MS = 86_400_000

/** Ada, an admin, adds Eve without a password. */
async function addEve({ as }: TestServer) {
  const admin = await as('ada', 'admin')
  const { body: eve } = await admin.call(contract.addUser, { body: { username: 'eve' } })
  assert.ok(eve.oneTimePassword)
  return { admin, id: eve.id, oneTimePassword: eve.oneTimePassword, until: eve.oneTimePasswordUntil }
}

type SignIn = { password: string; newPassword?: string }
const signIn = (server: TestServer, credentials: SignIn) =>
  server.nobody().call(contract.signIn, { body: { username: 'eve', ...credentials } })

everyServer(
  'who is added without a password gets one of five words, which signs in only to be replaced',
  async (_t, server) => {
    const { admin, oneTimePassword, until } = await addEve(server)
    assert.match(oneTimePassword, /^[a-z]{3,8}(-[a-z]{3,8}){4}$/)
    const findEve = async () => (await admin.call(contract.listUsers)).body.find(({ username }) => username === 'eve')
    assert.equal((await findEve())?.oneTimePasswordUntil, until)

    assert.equal((await signIn(server, { password: oneTimePassword })).problem, 'password-change-required')
    const wrong = { password: 'not-the-right-five-words', newPassword: PASSWORD }
    assert.equal((await signIn(server, wrong)).problem, 'invalid-credentials')
    assert.equal((await signIn(server, { password: oneTimePassword, newPassword: PASSWORD })).status, 200)
    assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
    assert.equal((await signIn(server, { password: oneTimePassword })).problem, 'invalid-credentials')
    assert.equal((await findEve())?.oneTimePasswordUntil, null)
  },
)

everyServer('what replaces a one-time password must be good, and another one', async (_t, server) => {
  const { oneTimePassword: password } = await addEve(server)
  for (const newPassword of [password, 'this is what eve likes', 'PasswordPassword1']) {
    const answer = await signIn(server, { password, newPassword })
    assert.deepEqual([answer.problem, answer.errors?.[0]?.path], ['invalid-input', '/body/newPassword'], newPassword)
  }
  assert.equal((await signIn(server, { password })).problem, 'password-change-required')
})

everyServer('of ten who use a one-time password at once one signs in', async (_t, server) => {
  const { oneTimePassword: password, id } = await addEve(server)
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => signIn(server, { password, newPassword: `horse number ${n} is mine` })),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.ok(answers.every(({ status, problem }) => status === 200 || problem === 'invalid-credentials'))
  const { db } = server.tally.accounts
  const sessions = await db.selectFrom('session').select('id').where('user_id', '=', id).execute()
  assert.equal(sessions.length, 1)
})

everyServer('a one-time password that nobody used is a wrong password after seven days', async (_t, server) => {
  const { oneTimePassword: password, until } = await addEve(server)
  server.clock.ahead = 7 * DAY_MS - 60_000
  assert.equal((await signIn(server, { password })).problem, 'password-change-required')
  server.clock.ahead = 7 * DAY_MS
  assert.ok(until && until <= Date.now() + server.clock.ahead)
  assert.equal((await signIn(server, { password })).problem, 'invalid-credentials')
  assert.equal((await signIn(server, { password, newPassword: PASSWORD })).problem, 'invalid-credentials')
})

everyServer('a disabled person is told nothing by a right one-time password', async (_t, server) => {
  const { admin, id, oneTimePassword: password } = await addEve(server)
  await admin.call(contract.changeUser, { params: { id }, body: { disabled: true } })
  assert.equal((await signIn(server, { password })).problem, 'invalid-credentials')
  assert.equal((await signIn(server, { password, newPassword: PASSWORD })).problem, 'invalid-credentials')
})

everyServer('an own password is not replaced by signing in, and only its owner is told why', async (_t, server) => {
  await server.as('eve')
  const newPassword = 'another horse, another battery'
  const right = await signIn(server, { password: PASSWORD, newPassword })
  assert.deepEqual([right.problem, right.errors?.[0]?.path], ['invalid-input', '/body/newPassword'])
  assert.equal((await signIn(server, { password: 'wrong', newPassword })).problem, 'invalid-credentials')
  assert.equal((await signIn(server, { password: PASSWORD })).status, 200)
})

everyServer('a reset password signs out everywhere and leaves only the one-time password', async (_t, server) => {
  const admin = await server.as('ada', 'admin')
  const [here, there] = [await server.as('eve'), await server.as('eve')]
  const { body: me } = await here.call(contract.getMe)
  const { body } = await admin.call(contract.resetPassword, { params: { id: me.id } })
  for (const eve of [here, there]) {
    assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
    assert.equal((await eve.call(contract.refreshSession)).problem, 'invalid-session')
  }
  assert.equal((await signIn(server, { password: PASSWORD })).problem, 'invalid-credentials')
  const newPassword = 'another horse, another battery'
  assert.equal((await signIn(server, { password: body.oneTimePassword, newPassword })).status, 200)
  const params = { id: '01890000-0000-7000-8000-000000000000' }
  assert.equal((await admin.call(contract.resetPassword, { params })).problem, 'user-not-found')
})

everyServer(
  'an admin who has not chosen their own password yet does not count as another admin',
  async (_t, server) => {
    const admin = await server.as('ada', 'admin')
    const { body: me } = await admin.call(contract.getMe)
    const { body: bob } = await admin.call(contract.addUser, { body: { username: 'bob', role: 'admin' } })
    const stepDown = { params: { id: me.id }, body: { role: 'member' as const } }
    assert.equal((await admin.call(contract.changeUser, stepDown)).problem, 'last-admin')
    const credentials = { username: 'bob', password: bob.oneTimePassword ?? '', newPassword: PASSWORD }
    await server.nobody().call(contract.signIn, { body: credentials })
    assert.equal((await admin.call(contract.changeUser, stepDown)).status, 200)
  },
)
