import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { freePort } from '../test/free-port.ts'
import { TestClient } from '../test/test-client.ts'

const MAIN = join(import.meta.dirname, '../bin/tally.js')
const ADMIN = { username: 'ada', password: 'correct horse battery staple' }

function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tally-main-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function spawnTally(t: TestContext, env: Record<string, string>, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...(args.length > 0 ? args : ['serve'])], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  return child
}

/** Starts Tally and waits until it says where it is. */
async function startTally(t: TestContext, TALLY_DATA: string, port: number, env: Record<string, string> = {}) {
  const child = spawnTally(t, { TALLY_DATA, PORT: String(port), ...env })
  assert.ok(child.stdout)
  const [greeting] = (await once(child.stdout, 'data')) as [Buffer]
  assert.match(String(greeting), /^Tally is at http/)
  return { child, client: new TestClient(`http://127.0.0.1:${port}`) }
}

/** Starts what cannot start; gives back what it says and its exit code. */
async function refusedStart(t: TestContext, env: Record<string, string>) {
  const child = spawnTally(t, env)
  assert.ok(child.stderr)
  const [said, code] = await Promise.all([text(child.stderr), endOf(child)])
  return { said, code }
}

async function endOf(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return code ?? signal
}

test('what was acknowledged is there after kill -9, and so is the sign-in', async (t) => {
  const folder = tempFolder(t)
  const port = await freePort()
  const first = await startTally(t, folder, port)
  const { body } = await first.client.call(contract.setUp, { body: ADMIN })
  first.client.token = body.token
  const added = await first.client.call(contract.addTodo, { body: { title: 'Buy milk' } })
  first.child.kill('SIGKILL')
  await endOf(first.child)

  const second = await startTally(t, folder, port)
  second.client.token = body.token
  assert.equal((await second.client.call(contract.getTodo, { params: { id: added.body.id } })).body.title, 'Buy milk')
  second.client.cookie = first.client.cookie
  assert.equal((await second.client.call(contract.refreshSession)).status, 200)
})

test('what was revoked stays revoked after a restart', async (t) => {
  const folder = tempFolder(t)
  const port = await freePort()
  const first = await startTally(t, folder, port)
  const { body } = await first.client.call(contract.setUp, { body: ADMIN })
  await first.client.call(contract.signOut)
  first.child.kill('SIGTERM')
  await endOf(first.child)

  const second = await startTally(t, folder, port)
  second.client.token = body.token
  assert.equal((await second.client.call(contract.listTodos)).problem, 'invalid-token')
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} lets the requests in flight finish and exits with 0, also when it comes twice`, async (t) => {
    const port = await freePort()
    const { child, client } = await startTally(t, tempFolder(t), port)
    // Making a password hash takes long enough to be in the middle of it.
    const settingUp = client.call(contract.setUp, { body: ADMIN })
    // Whatever comes later is answered later, so that the set-up has been taken on by now.
    await client.send('GET', '/healthz')
    child.kill(signal)
    child.kill(signal)
    assert.equal((await settingUp).status, 201)
    assert.equal(await endOf(child), 0)
    await assert.rejects(client.send('GET', '/healthz'))
  })
}

test('a start that is not possible says why in one line', async (t) => {
  const folder = tempFolder(t)
  const port = await freePort()
  const taken = createServer().listen(port, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const foreign = tempFolder(t)
  const database = new DatabaseSync(join(foreign, 'tally.sqlite'))
  database.exec('create table theirs (id integer)')
  database.close()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const open = tempFolder(t)
  chmodSync(open, 0o755)
  const remote = 'postgres://tally:secret@db.example.org/tally'

  const cases: [env: Record<string, string>, says: RegExp][] = [
    [{ TALLY_DATA: tempFolder(t), PORT: String(port) }, /Port \d+ .*is taken/],
    [{ TALLY_DATA: file }, /data folder/],
    [{ TALLY_DATA: open }, /mode 755\)\. Close it: chmod 700 \/\S+\n$/],
    [{ TALLY_DATA: folder, HOST: '0.0.0.0' }, /HOST is 0\.0\.0\.0/],
    [{ TALLY_DATA: folder, TALLY_TRUST_PROXY: '0.0.0.0/0' }, /TALLY_TRUST_PROXY/],
    [{ TALLY_DATA: folder, DATABASE_URL: remote }, /without verified TLS/],
    [{ TALLY_DATA: foreign }, /belongs to another program/],
    [{ TALLY_DATA: folder, PORT: 'eighty' }, /PORT must be a whole number/],
    [{ TALLY_DATA: folder, TALLY_URL: 'http://todo.example.org' }, /TALLY_URL is plain http/],
    [{ TALLY_DATA: folder, DATABASE_URL: 'postgres://tally@127.0.0.1:1/tally' }, /PostgreSQL/],
  ]
  for (const [env, says] of cases) {
    const { said, code } = await refusedStart(t, env)
    assert.match(said, says)
    assert.match(said, /^tally: [^\n]+\n$/)
    assert.equal(code, 1)
  }
})

test('a command that is asked for help or its version says that, and serves nobody', async (t) => {
  const say = async (...args: string[]) => {
    const child = spawnTally(t, { TALLY_DATA: tempFolder(t), PORT: '1' }, ...args)
    assert.ok(child.stdout)
    return [await text(child.stdout), await endOf(child)]
  }
  for (const args of [['serve', '--help'], ['--help'], ['demo', '-h']]) {
    const [said, code] = await say(...args)
    assert.match(String(said), /^tally <command>\n/)
    assert.equal(code, 0)
  }
  assert.deepEqual(await say('--version'), ['tally 0.1.0\n', 0])
  assert.deepEqual(await say('serve', 'now'), ['', 1])
})

test('a demo takes the settings that make sense for it, and says which it does not', async (t) => {
  const folder = tempFolder(t)
  const port = await freePort()
  const settings = { TALLY_ACCESS_TTL: '60', TALLY_JWT_ALG: 'Ed25519', TALLY_SIGNUP: 'open' }
  const notUsed = { TALLY_DATA: folder, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', TALLY_SINGUP: 'open' }
  const child = spawnTally(t, { PORT: String(port), ...settings, ...notUsed }, 'demo')
  assert.ok(child.stdout && child.stderr)
  const warning = text(child.stderr)
  await once(child.stdout, 'data')
  const client = new TestClient(`http://127.0.0.1:${port}`)
  const signedIn = await client.call(contract.signIn, { body: { username: 'jemma', password: 'todo' } })
  assert.equal(signedIn.body.expiresIn, 60)
  assert.equal((await client.call(contract.getSetup)).body.signUp, 'open')
  const { body: keys } = await client.call(contract.getKeys)
  assert.deepEqual(
    keys.keys.map(({ kty }) => kty),
    ['OKP'],
  )
  child.kill('SIGTERM')
  assert.equal(await warning, 'Not used in the demo: DATABASE_URL, TALLY_DATA, TALLY_SINGUP\n')
  assert.deepEqual(readdirSync(folder), [])
})

test('one folder is served by one process', async (t) => {
  const folder = tempFolder(t)
  await startTally(t, folder, await freePort())
  const { said, code } = await refusedStart(t, { TALLY_DATA: folder, PORT: String(await freePort()) })
  assert.match(said, /^tally: [^\n]+\n$/)
  assert.equal(code, 1)
})

test('whatever a start makes is for its user only', async (t) => {
  const folder = join(tempFolder(t), 'data')
  await startTally(t, folder, await freePort())
  const names = readdirSync(folder)
  assert.ok(names.length >= 5)
  for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name)
})

test('a refused sign-in is in the log as the filter for fail2ban expects it, and nothing else is', async (t) => {
  const filter = readFileSync(join(import.meta.dirname, '../../docs/fail2ban/tally.conf'), 'utf8')
  const failregex = /^failregex = (.+)$/m.exec(filter)?.[1] ?? ''
  // As fail2ban does it: an address stands for <ADDR>.
  const pattern = new RegExp(failregex.replace('<ADDR>', '(?<address>[0-9a-f.:]+)'))
  const env = { LOG_LEVEL: 'info', TALLY_TRUST_PROXY: '127.0.0.1' }
  const { child, client } = await startTally(t, tempFolder(t), await freePort(), env)
  const log = child.stdout ? text(child.stdout) : Promise.reject(new Error('no output'))
  await client.call(contract.setUp, { body: ADMIN })
  const wrong = { username: 'ada', password: 'wrong' }
  for (const forwarded of ['203.0.113.7', '::ffff:cb00:7108', '2001:DB8::0001', 'x","msg":"sign-in refused"}']) {
    await client.send('POST', '/api/auth', { body: wrong, headers: { 'x-forwarded-for': forwarded } })
  }
  await client.send('POST', '/api/auth', { body: ADMIN, headers: { 'x-forwarded-for': '203.0.113.9' } })
  const forged = '/"address":"203.0.113.10","msg":"sign-in refused"}'
  await client.send('GET', forged, { headers: { 'user-agent': forged } })
  await client.send('GET', `/${'long/'.repeat(1000)}`)
  child.kill('SIGTERM')

  const lines = (await log).split('\n')
  const found = lines.flatMap((line) => pattern.exec(line)?.groups?.['address'] ?? [])
  assert.deepEqual(found, ['203.0.113.7', '203.0.113.8', '2001:db8::1', '127.0.0.1'])
  assert.ok(Math.max(...lines.map((line) => line.length)) < 400)
})
