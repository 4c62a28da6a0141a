import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { keyFileOf } from '../key-file.ts'
import { testServer } from '../../test/test-server.ts'

const MAIN = join(import.meta.dirname, '../../bin/tally.js')

/** Runs the command line as an admin does, in a process of its own. */
async function tally(dataDir: string, ...args: string[]) {
  const env = { PATH: process.env['PATH'], TALLY_DATA: dataDir }
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = once(child, 'exit') as Promise<[code: number]>
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { out, err, code }
}

/** A folder with keys that no server has open. */
async function stoppedServer(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-cli-'))
  t.after(() => rm(folder, { recursive: true }))
  await tally(folder, 'migrate')
  return folder
}

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(/ {2,}/))

test('the running server rotates and revokes when the command line asks it to', async (t) => {
  const { config, as } = await testServer(t, 'sqlite')
  const ada = await as('ada')
  const { dataDir } = config

  const [[first = '', , state] = []] = rowsOf((await tally(dataDir, 'keys', 'list')).out)
  assert.equal(state, 'signs')
  const rotated = await tally(dataDir, 'keys', 'rotate', '--now')
  assert.match(rotated.out, /^The new key \S{43} signs\.\n$/)
  assert.equal(rotated.code, 0)
  assert.equal((await ada.call(contract.getKeys)).body.keys.length, 2)
  assert.equal((await ada.call(contract.getMe)).status, 200)

  const revoked = await tally(dataDir, 'keys', 'revoke', first)
  assert.equal(revoked.code, 0)
  assert.match(revoked.out, new RegExp(`^The key ${first} is gone`))
  assert.equal((await ada.call(contract.getMe)).problem, 'invalid-token')
  assert.equal((await ada.call(contract.refreshSession)).status, 200)
})

test('without a server the command line changes the file itself', async (t) => {
  const folder = await stoppedServer(t)
  const path = join(folder, 'signing-keys.json')
  const none = await tally(folder, 'keys', 'list')
  assert.equal(none.code, 1)
  assert.match(none.err, /^tally: .*signing-keys\.json cannot be read \(ENOENT\)\.\n$/)

  await keyFileOf({ signingKeys: path, jwtAlg: 'ES256', accessTtlSeconds: 300 }, Date.now).readOrMake()
  const rotated = await tally(folder, 'keys', 'rotate')
  assert.match(rotated.out, /^The new key \S{43} signs from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n$/)
  const { out } = await tally(folder, 'keys', 'list')
  const [next, signer] = rowsOf(out)
  assert.match(next?.[2] ?? '', /^next, signs from /)
  assert.deepEqual(signer?.slice(1), ['ES256', 'signs'])
  assert.equal((await tally(folder, 'keys', 'revoke', next?.[0] ?? '')).code, 0)
  const kids = rowsOf((await tally(folder, 'keys', 'list')).out).map(([kid]) => kid)
  assert.equal(kids.length, 2)
  assert.ok(!kids.includes(next?.[0]))
  const { keys } = JSON.parse(await readFile(path, 'utf8')) as { keys: { d: string }[] }
  assert.ok(keys.every(({ d }) => !out.includes(d)))
})

test('words that mean nothing get one plain line and exit code 1, with and without a server', async (t) => {
  const { config } = await testServer(t, 'sqlite')
  for (const folder of [config.dataDir, await stoppedServer(t)]) {
    for (const args of [[], ['rotat'], ['list', 'all'], ['rotate', '--later'], ['revoke'], ['revoke', 'a', 'b']]) {
      const { out, err, code } = await tally(folder, 'keys', ...args)
      assert.equal(out, '')
      assert.match(err, /^tally: Try: tally keys list[^\n]*\n$/)
      assert.equal(code, 1)
    }
  }
  const unknown = await tally(config.dataDir, 'keys', 'revoke', 'nobody')
  assert.match(unknown.err, /^tally: There is no key nobody\.[^\n]*\n$/)
  assert.equal(unknown.code, 1)
})

test('the help names the commands', async (t) => {
  const { out, code } = await tally(await stoppedServer(t), 'help')
  assert.match(out, /keys rotate \[--now\]/)
  assert.equal(code, 0)
})
