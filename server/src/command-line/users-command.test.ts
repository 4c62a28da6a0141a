import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import * as contract from '@tally/contract'
import { StartError } from '../db/start-error.ts'
import { everyServer, PASSWORD, testServer, type TestServer } from '../../test/test-server.ts'
import { usersCommand } from './users-command.ts'

const users = ({ tally }: TestServer, ...args: string[]) =>
  usersCommand(args, { accounts: () => Promise.resolve(tally.accounts) })

const refused = (reason: RegExp) => (error: unknown) => error instanceof StartError && reason.test(error.message)

const oneTimePasswordIn = (output: string) => /shown only now: (\S+)\n$/.exec(output)?.[1] ?? ''

const signIn = ({ nobody }: TestServer, username: string, password: string, newPassword?: string) =>
  nobody().call(contract.signIn, { body: { username, password, ...(newPassword && { newPassword }) } })

everyServer(
  'the command line makes the first admin, who chooses a password at the first sign-in',
  async (_t, server) => {
    await assert.rejects(users(server, 'add', 'eve'), refused(/first account has to be an admin/))
    const output = await users(server, 'add', 'Ada', '--admin')
    assert.match(output, /^Ada is an admin\.\nOne-time password until \d{4}-\d\d-\d\d \d\d:\d\d UTC, /)
    const { body } = await signIn(server, 'ada', oneTimePasswordIn(output), PASSWORD)
    assert.equal(body.user.role, 'admin')
    assert.match(await users(server, 'add', 'eve'), /^eve is a member\.\n/)
    await assert.rejects(users(server, 'add', 'EVE'), refused(/^This username is taken\.$/))
    await assert.rejects(
      users(server, 'add', 'no spaces'),
      refused(/^username must be letters and digits, with \. _ - only between them\.$/),
    )
  },
)

everyServer('the command line lets an admin in who is locked out, and puts everybody else out', async (_t, server) => {
  const ada = await server.as('ada', 'admin')
  const output = await users(server, 'reset-password', 'ada')
  assert.match(output, /^ada is signed out everywhere\.\n/)
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await signIn(server, 'ada', PASSWORD)).problem, 'invalid-credentials')
  const newPassword = 'another horse, another battery'
  assert.equal((await signIn(server, 'ada', oneTimePasswordIn(output), newPassword)).status, 200)
})

everyServer('the command line disables and enables, promotes and demotes', async (_t, server) => {
  const [ada, eve] = [await server.as('ada', 'admin'), await server.as('eve')]
  assert.equal(await users(server, 'promote', 'Eve'), 'eve is an admin.\n')
  assert.equal((await eve.call(contract.refreshSession)).body.user.role, 'admin')
  assert.equal(await users(server, 'demote', 'eve'), 'eve is a member.\n')
  assert.equal(await users(server, 'disable', 'eve'), 'eve is disabled and signed out.\n')
  assert.equal((await eve.call(contract.refreshSession)).problem, 'invalid-session')
  assert.equal((await signIn(server, 'eve', PASSWORD)).problem, 'invalid-credentials')
  assert.equal(await users(server, 'enable', 'eve'), 'eve may sign in.\n')
  assert.equal((await signIn(server, 'eve', PASSWORD)).status, 200)

  const { body: log } = await ada.call(contract.listAudit, { query: { kind: 'role-changed' } })
  assert.deepEqual(
    log.map(({ actor, subject, address, detail }) => [actor, subject?.name, address, detail]),
    [
      [null, 'eve', null, 'member'],
      [null, 'eve', null, 'admin'],
    ],
  )
})

everyServer('the last admin stays one on the command line, too', async (_t, server) => {
  await server.as('ada', 'admin')
  await users(server, 'add', 'bob', '--admin')
  for (const verb of ['disable', 'demote']) {
    await assert.rejects(users(server, verb, 'ada'), refused(/^The last admin must stay an admin\.$/))
  }
})

everyServer('the list says who is what', async (_t, server) => {
  await server.as('ada', 'admin')
  await server.as('eve')
  await users(server, 'add', 'bob')
  await users(server, 'disable', 'eve')
  const output = (await users(server, 'list')).replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<moment>')
  assert.deepEqual(
    output.split('\n').map((row) => row.split(/ {2,}/)),
    [
      ['username', 'role', 'state', 'last seen'],
      ['ada', 'admin', 'active', '<moment>'],
      ['bob', 'member', 'one-time password until <moment>', 'never'],
      ['eve', 'member', 'disabled', '<moment>'],
      [''],
    ],
  )
})

everyServer('words that mean nothing change nothing', async (_t, server) => {
  await server.as('ada', 'admin')
  const words = [[], ['add'], ['list', 'ada'], ['add', '--admin'], ['add', 'eve', '--root'], ['disable', 'ada', 'eve']]
  for (const args of [...words, ['delete', 'ada']])
    await assert.rejects(users(server, ...args), refused(/^Try: tally users/))
  await assert.rejects(users(server, 'disable', 'nobody'), refused(/^This person doesn’t exist\.$/))
  assert.equal((await users(server, 'list')).split('\n').length, 3)
})

const MAIN = join(import.meta.dirname, '../../bin/tally.js')

/** Runs the command line as whoever has the data folder does, in a process of its own. */
async function tally(dataDir: string, ...args: string[]) {
  const env = { PATH: process.env['PATH'], TALLY_DATA: dataDir }
  const child = spawn(process.execPath, [MAIN, 'users', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = once(child, 'exit') as Promise<[code: number]>
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { out, err, code }
}

test('the running server does what the command line asks, and signs out at once', async (t) => {
  const { config, as } = await testServer(t, 'sqlite')
  const [, eve] = [await as('ada', 'admin'), await as('eve')]
  assert.deepEqual(await tally(config.dataDir, 'disable', 'eve'), {
    out: 'eve is disabled and signed out.\n',
    err: '',
    code: 0,
  })
  assert.equal((await eve.call(contract.getMe)).problem, 'invalid-token')
  const { out, err, code } = await tally(config.dataDir, 'disable', 'ada')
  assert.deepEqual([out, err, code], ['', 'tally: The last admin must stay an admin.\n', 1])
})

test('without a server the command line opens the database itself', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tally-users-'))
  t.after(() => rm(folder, { recursive: true }))
  const added = await tally(folder, 'add', 'ada', '--admin')
  assert.deepEqual([added.err, added.code], ['', 0])
  assert.match(added.out, /^ada is an admin\.\nOne-time password until [^\n]+: [a-z]+(-[a-z]+){4}\n$/)
  const { out } = await tally(folder, 'list')
  assert.match(out, /^ada +admin +one-time password until .+ never$/m)
  assert.ok(!out.includes(oneTimePasswordIn(added.out)))
  const wrong = await tally(folder, 'promote')
  assert.deepEqual([wrong.out, wrong.code], ['', 1])
  assert.match(wrong.err, /^tally: Try: tally users list[^\n]*\n$/)
})
