import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import { shareList } from '../../test/share-list.ts'
import { everyServer, PASSWORD, testServer } from '../../test/test-server.ts'
import { until } from '../../test/until.ts'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import { lockAdmins } from './account-store.ts'
import { findSetUpLink } from './set-up-service.ts'
import { usernameKey, usernameSkeleton } from './username.ts'

const ADMIN = { username: 'ada', password: PASSWORD }

everyServer(
  'of ten who make the first account at once one succeeds, is an admin and has an Inbox',
  async (_t, { nobody }) => {
    assert.deepEqual((await nobody().call(contract.getSetup)).body, { needed: true, signUp: 'first' })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => nobody().call(contract.setUp, { body: { ...ADMIN, username: `ada${n}` } })),
    )
    const made = answers.filter(({ status }) => status === 201)
    assert.equal(made.length, 1)
    assert.ok(answers.every(({ status, problem }) => status === 201 || problem === 'setup-done'))
    const admin = nobody()
    admin.token = made[0]?.body.token
    assert.equal((await admin.call(contract.getMe)).body.role, 'admin')
    assert.equal((await admin.call(contract.listLists)).body[0]?.kind, 'inbox')
    assert.deepEqual((await nobody().call(contract.getSetup)).body, { needed: false, signUp: 'first' })
  },
)

everyServer(
  'once Tally is set up, set-up tells nobody what it thinks of their password',
  async (_t, { as, nobody }) => {
    await as('ada', 'admin')
    for (const password of ['1'.repeat(16), PASSWORD]) {
      const answer = await nobody().call(contract.setUp, { body: { username: 'eve', password } })
      assert.equal(answer.problem, 'setup-done', password)
    }
  },
)

everyServer('a password is refused when it is short, long, or holds the username', async (_t, { nobody }) => {
  for (const password of ['short', 'x'.repeat(129), 'my name is Ada, really', 'é'.repeat(14)]) {
    const answer = await nobody().call(contract.setUp, { body: { ...ADMIN, password } })
    assert.deepEqual([answer.problem, answer.errors?.[0]?.path], ['invalid-input', '/body/password'], password)
  }
  assert.deepEqual((await nobody().call(contract.getSetup)).body, { needed: true, signUp: 'first' })
})

everyServer('a password is as long as it has characters, however they are encoded', async (_t, { as }) => {
  const admin = await as('ada', 'admin')
  const add = (username: string, password: string) => admin.call(contract.addUser, { body: { username, password } })
  // Eleven characters: an accent of its own counts with its letter, and an emoji is two UTF-16 code units.
  const eleven = await add('eve', 'e\u0301'.repeat(7) + '🐎🔋📎🦆')
  assert.deepEqual([eleven.problem, eleven.errors?.[0]?.path], ['invalid-input', '/body/password'])
  assert.equal((await add('eve', '🐎🔋📎🦆'.repeat(3))).problem, 'invalid-input')
  const longest = Array.from({ length: 128 }, (_, n) => String.fromCodePoint(0x1f400 + n)).join('')
  assert.equal((await add('eve', longest)).status, 201)
})

everyServer('an admin adds people, who get an Inbox; a name is taken in any capitals', async (_t, { as, nobody }) => {
  const admin = await as('ada', 'admin')
  const { body: eve } = await admin.call(contract.addUser, { body: { username: 'Eve', password: PASSWORD } })
  assert.deepEqual([eve.username, eve.displayName, eve.role], ['Eve', 'Eve', 'member'])
  assert.equal(
    (await admin.call(contract.addUser, { body: { username: 'eve', password: PASSWORD } })).problem,
    'username-taken',
  )
  const client = nobody()
  const { body } = await client.call(contract.signIn, { body: { username: 'eve', password: PASSWORD } })
  client.token = body.token
  assert.equal((await client.call(contract.listLists)).body.length, 1)
})

everyServer('everyone sees names, only an admin sees more', async (_t, { as }) => {
  const admin = await as('ada', 'admin')
  const member = await as('eve')
  const { body: seenByMember } = await member.call(contract.listUsers)
  assert.deepEqual(Object.keys(seenByMember[0] ?? {}).sort(), ['displayName', 'id', 'username'])
  const { body: seenByAdmin } = await admin.call(contract.listUsers)
  assert.deepEqual([seenByAdmin[0]?.disabled, seenByAdmin[0]?.role], [false, 'admin'])
  assert.equal(typeof seenByAdmin[0]?.createdAt, 'number')
})

everyServer('an admin sees how much each person has, and nobody else does', async (_t, { as }) => {
  const [admin, member] = [await as('ada', 'admin'), await as('eve')]
  await member.call(contract.addList, { body: { name: 'Home' } })
  await member.call(contract.addTodo, { body: { title: '牛乳' } })
  const { body: own } = await member.call(contract.getUsage)
  assert.deepEqual([own.lists.used, own.todos.used, own.textBytes.used], [2, 1, Buffer.byteLength('InboxHome牛乳[]')])
  const usages = async (client: typeof admin) => (await client.call(contract.listUsers)).body.map(({ usage }) => usage)
  assert.deepEqual(await usages(admin), [(await admin.call(contract.getUsage)).body, own])
  assert.deepEqual(await usages(member), [undefined, undefined])
  // Neither does a change of a person's name tell them.
  const changed = await member.call(contract.changeMe, { body: { displayName: 'Eva' } })
  assert.equal('usage' in changed.body, false)
})

everyServer(
  'a change of role makes the next request fetch a new token, a disabled person is out at once',
  async (_t, { as }) => {
    const admin = await as('ada', 'admin')
    const eve = await as('eve')
    const { body: me } = await eve.call(contract.getMe)
    const params = { id: me.id }
    await admin.call(contract.changeUser, { params, body: { role: 'admin' } })
    assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
    const { body } = await eve.call(contract.refreshSession)
    eve.token = body.token
    assert.equal(body.user.role, 'admin')
    assert.equal((await eve.call(contract.getMe)).status, 200)

    await admin.call(contract.changeUser, { params, body: { disabled: true } })
    assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
    assert.equal((await eve.call(contract.refreshSession)).problem, 'invalid-session')
  },
)

everyServer(
  'two changes of role within a second both make the token of before worthless',
  async (_t, { as, clock }) => {
    const admin = await as('ada', 'admin')
    const eve = await as('eve')
    const { body: me } = await eve.call(contract.getMe)
    // From the beginning of a second, so that all of it is one.
    clock.ahead = 1000 - (Date.now() % 1000)
    for (const role of ['admin', 'member', 'admin', 'member'] as const) {
      await admin.call(contract.changeUser, { params: { id: me.id }, body: { role } })
      assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
      const { body } = await eve.call(contract.refreshSession)
      eve.token = body.token
      assert.equal(body.user.role, role)
      assert.equal((await eve.call(contract.getMe)).body.role, role)
    }
  },
)

// SQLite has one writer at a time: there nothing comes between.
test('a token that was fetched while a change of role waited for its turn is worthless as well', async (t) => {
  const { as, clock, tally } = await testServer(t, 'postgres')
  const { db } = tally.accounts
  const admin = await as('ada', 'admin')
  const eve = await as('eve')
  const { body: me } = await eve.call(contract.getMe)
  const turn = Promise.withResolvers<void>()
  const others = inTransaction(db, async (tx) => {
    await lockAdmins(tx)
    await turn.promise
  })
  const isWaiting = () => somebodyWaits(db)
  const change = admin.call(contract.changeUser, { params: { id: me.id }, body: { role: 'admin' } })
  await until('the change waits', 20_000, isWaiting).catch((error: unknown) => {
    turn.resolve()
    throw error
  })
  clock.ahead = 2000
  const { body } = await eve.call(contract.refreshSession)
  eve.token = body.token
  assert.equal(body.user.role, 'member')
  turn.resolve()
  await others
  assert.equal((await change).status, 200)
  assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
})

everyServer('the last admin stays one, also when two admins demote each other at once', async (_t, { as }) => {
  const [ada, bob] = [await as('ada', 'admin'), await as('bob', 'admin')]
  const [{ body: adaMe }, { body: bobMe }] = [await ada.call(contract.getMe), await bob.call(contract.getMe)]
  const answers = await Promise.all([
    ada.call(contract.changeUser, { params: { id: bobMe.id }, body: { role: 'member' } }),
    bob.call(contract.changeUser, { params: { id: adaMe.id }, body: { role: 'member' } }),
  ])
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  const left = answers[0].status === 200 ? { client: ada, id: adaMe.id } : { client: bob, id: bobMe.id }
  const params = { id: left.id }
  for (const body of [{ role: 'member' as const }, { disabled: true }]) {
    assert.equal((await left.client.call(contract.changeUser, { params, body })).problem, 'last-admin')
  }
  assert.equal((await left.client.call(contract.deleteUser, { params })).problem, 'last-admin')
})

everyServer('a deleted person is gone with their lists, and signed out', async (_t, { as, tally }) => {
  const admin = await as('ada', 'admin')
  const eve = await as('eve')
  await eve.call(contract.addTodo, { body: { title: 'Private' } })
  const { body: me } = await eve.call(contract.getMe)
  assert.equal((await admin.call(contract.deleteUser, { params: { id: me.id } })).status, 204)
  assert.equal((await eve.call(contract.listTodos)).problem, 'invalid-token')
  assert.deepEqual(await tally.accounts.db.selectFrom('todo').select('id').execute(), [])
  assert.equal((await admin.call(contract.deleteUser, { params: { id: me.id } })).problem, 'user-not-found')
})

// SQLite has one writer at a time: there nothing comes between.
test('a person whose list is taken away while they are being deleted is deleted all the same', async (t) => {
  const { as, tally } = await testServer(t, 'postgres')
  const { db } = tally.accounts
  const [admin, bob] = [await as('ada', 'admin'), await as('bob')]
  const { body: me } = await bob.call(contract.getMe)
  const { body: home } = await admin.call(contract.addList, { body: { name: 'Home' } })
  await shareList({ owner: admin, listId: home.id, person: bob, role: 'editor' })
  const turn = Promise.withResolvers<void>()
  const others = inTransaction(db, async (tx) => {
    await tx.selectFrom('list').select('id').where('id', '=', home.id).forUpdate().execute()
    await tx.deleteFrom('member').where('list_id', '=', home.id).where('user_id', '=', me.id).execute()
    await turn.promise
  })
  const deletion = admin.call(contract.deleteUser, { params: { id: me.id } })
  // Whatever comes of it: a transaction that is left open would hold up the end of the server.
  await until('the deletion waits', 20_000, () => somebodyWaits(db)).finally(() => turn.resolve())
  await others
  assert.equal((await deletion).status, 204)
  assert.equal((await bob.call(contract.getMe)).problem, 'invalid-token')
})

/** Does a transaction wait for another one's lock? */
async function somebodyWaits(db: Db): Promise<boolean> {
  const { rows } = await sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}

everyServer('a changed password ends every session, and its answer begins a new one', async (_t, { as, nobody }) => {
  const [here, there] = [await as('ada'), await as('ada')]
  const copy = nobody()
  Object.assign(copy, { token: here.token, cookie: here.cookie, device: here.device })
  const newPassword = 'another horse, another battery'
  const wrong = await here.call(contract.changePassword, { body: { currentPassword: 'wrong', newPassword } })
  assert.equal(wrong.problem, 'wrong-password')
  const changed = await here.call(contract.changePassword, { body: { currentPassword: PASSWORD, newPassword } })
  for (const old of [copy, there]) {
    assert.equal((await old.call(contract.getMe)).problem, 'invalid-token')
    assert.equal((await old.call(contract.refreshSession)).problem, 'invalid-session')
  }
  here.token = changed.body.token
  assert.equal((await here.call(contract.getMe)).status, 200)
  assert.equal((await here.call(contract.refreshSession)).status, 200)
  assert.equal((await here.call(contract.listSessions)).body.length, 1)
  const signIn = (password: string) => nobody().call(contract.signIn, { body: { username: 'ada', password } })
  assert.equal((await signIn(PASSWORD)).problem, 'invalid-credentials')
  assert.equal((await signIn(newPassword)).status, 200)
})

everyServer('I change my own name, and only that', async (_t, { as }) => {
  const ada = await as('ada')
  assert.equal((await ada.call(contract.changeMe, { body: { displayName: 'Ada L.' } })).body.displayName, 'Ada L.')
  const response = await ada.send('PATCH', '/api/me', { body: { role: 'admin' } })
  assert.equal(response.status, 400)
})

everyServer('blanks around a username, and an @ before it, mean nothing wherever one is typed', async (_t, server) => {
  const { as, nobody } = server
  const admin = await as('ada', 'admin')
  const added = await admin.call(contract.addUser, { body: { username: ' nora\u00a0', password: PASSWORD } })
  assert.equal(added.body.username, 'nora')
  for (const username of ['nora ', 'Nora ', ' nora', '\u00a0nora', 'nora\t', '@nora', 'ｎｏｒａ']) {
    assert.equal(
      (await nobody().call(contract.signIn, { body: { username, password: PASSWORD } })).status,
      200,
      username,
    )
  }
  const failed = server.tally.accounts.db.selectFrom('sign_in_budget').select('failures').where('failures', '>', 0)
  assert.deepEqual(await failed.execute(), [])
})

everyServer(
  'nobody gets a username that looks like another, mixes alphabets or hides something',
  async (_t, { as }) => {
    const admin = await as('ada', 'admin')
    const add = async (username: string) =>
      (await admin.call(contract.addUser, { body: { username, password: PASSWORD } })).problem
    assert.equal(await add('paul'), undefined)
    for (const alike of ['pauI', 'pau1', 'PAUL', 'ｐａｕｌ']) assert.equal(await add(alike), 'username-taken', alike)
    for (const bad of ['\u0440aul', 'p\u0430ul', 'paul\ufe0f', 'pau\u034fl', 'paul\u3164', '\u17b4paul']) {
      assert.equal(await add(bad), 'invalid-input', bad)
    }
    const together = await Promise.all([add('copa'), add('\u0441\u043e\u0440\u0430'), add('c0pa')])
    assert.equal(together.filter((problem) => problem === undefined).length, 1)
  },
)

everyServer('who has a name from before these rules signs in with it', async (_t, { as, nobody, tally }) => {
  const { db } = tally.accounts
  for (const [n, username] of ['paul', 'pauI', 'p\u0430ul', 'alice\u034f'].entries()) {
    await as(`person${n}x`)
    const fields = { username, username_key: usernameKey(username), username_skeleton: usernameSkeleton(username) }
    await db.updateTable('account').set(fields).where('username', '=', `person${n}x`).execute()
    const { body } = await nobody().call(contract.signIn, { body: { username, password: PASSWORD } })
    assert.equal(body.user.username, username)
  }
})

everyServer('a display name shows something, and neither hides nor turns what stands around it', async (_t, { as }) => {
  const ada = await as('ada')
  const rename = async (displayName: string) => (await ada.call(contract.changeMe, { body: { displayName } })).problem
  for (const name of ['Ada', "Ada O'Brien, Jr.", '山田 太郎', '👩‍👩‍👧 Ada', 'نور', '!']) {
    assert.equal(await rename(name), undefined, name)
  }
  const hidden = ['\u200b', '\u3164', '\u2800', '\u00ad \ufe0f', ' ']
  for (const name of [
    ...hidden,
    'Ada\u202e',
    '\u2067Ada',
    'Ada\u200f',
    'Ada\n',
    'A\u2028da',
    'Ada\u001b[31m',
    'A\u0085',
  ]) {
    assert.equal(await rename(name), 'invalid-input', JSON.stringify(name))
  }
})

/** Requests to make the first account that do not come from somebody on this machine. */
const notLocal: Record<string, [settings: Record<string, string>, headers: Record<string, string>]> = {
  'through a proxy that says so': [{}, { 'x-forwarded-for': '127.0.0.1' }],
  'through a proxy that says so otherwise': [{}, { 'x-real-ip': '127.0.0.1' }],
  'through a proxy that keeps the host': [{}, { host: 'todo.example.org' }],
  'through a bare proxy': [{ TALLY_URL: 'https://todo.example.org' }, { origin: 'https://todo.example.org' }],
}
for (const [how, [settings, headers]] of Object.entries(notLocal)) {
  everyServer(
    `who comes ${how} makes the first account only with the link of the start`,
    async (_t, { nobody, tally, url }) => {
      const address = new URL(url)
      const lines = [...Object.entries(headers)].map(([name, value]) => `${name}: ${value}`)
      const asked = async (secret?: string) => {
        const body = JSON.stringify({ ...ADMIN, ...(secret !== undefined && { secret }) })
        const head = lines.some((line) => line.startsWith('host')) ? lines : [`Host: ${address.host}`, ...lines]
        return sendAsIs(url, ['POST /api/setup HTTP/1.1', ...head, 'Content-Type: application/json'], body)
      }
      for (const wrong of [undefined, '', 'wrong', tally.accounts.setUpSecret.slice(0, -1)]) {
        assert.match(await asked(wrong), /^HTTP\/1\.1 403 [^]*setup-link-needed/)
      }
      assert.match(await asked(tally.accounts.setUpSecret), /^HTTP\/1\.1 201 /)
      assert.match(await asked(tally.accounts.setUpSecret), /^HTTP\/1\.1 409 [^]*setup-done/)
      assert.equal((await nobody().call(contract.getSetup)).body.needed, false)
    },
    settings,
  )
}

test('who has not the link is told that it takes one, and who is on this machine is not', async (t) => {
  const { nobody, tally } = await testServer(t, 'sqlite')
  const read = (headers: Record<string, string>) => nobody().call(contract.getSetup, { headers })
  assert.deepEqual((await read({})).body, { needed: true, signUp: 'first' })
  assert.deepEqual((await read({ via: '1.1 proxy' })).body, { needed: true, signUp: 'first', linkNeeded: true })
  const link = await findSetUpLink(tally.accounts)
  assert.match(link ?? '', /^http:\/\/localhost:\d+\/setup#[\w-]{43}$/)
  await nobody().call(contract.setUp, { body: ADMIN })
  assert.equal(await findSetUpLink(tally.accounts), undefined)
  assert.deepEqual((await read({ via: '1.1 proxy' })).body, { needed: false, signUp: 'first' })
})

/** Sends a request with exactly these lines, since no client lets its `Host` be chosen, and gives back the answer. */
async function sendAsIs(url: string, lines: readonly string[], body: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write([...lines, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
  return Buffer.concat((await socket.toArray()) as Buffer[]).toString()
}
