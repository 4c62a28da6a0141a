import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { pino } from 'pino'
import { StartError } from '../db/start-error.ts'
import { askServer, controlSocketPath, serveCommands, type RunCommand } from './control-socket.ts'

const repeat: RunCommand = async (command) => ({ output: command.join(' '), code: 0 })

/** A folder for a socket, and a log that is kept. */
function socketGround(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tally-socket-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const warnings: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) })
  const serve = async (path: string, run = repeat) => {
    const stop = await serveCommands(path, run, log)
    t.after(stop)
    return stop
  }
  return { folder, path: controlSocketPath(folder), warnings, serve }
}

/** Sends bytes and gives back all that comes, which is nothing where the server hangs up. */
async function send(path: string, bytes: string): Promise<string> {
  const socket = connect(path)
  await once(socket, 'connect')
  socket.write(bytes)
  return text(socket).catch(() => '')
}

test('a command goes to the server and its answer comes back; only the owner can open the socket', async (t) => {
  const { path, serve } = socketGround(t)
  const stop = await serve(path)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(await askServer(path, ['keys', 'list', 'ä "\n']), { output: 'keys list ä "\n', code: 0 })
  await stop()
  assert.ok(!existsSync(path))
  assert.equal(await askServer(path, ['keys', 'list']), undefined)
})

test('a socket that a killed process left behind is replaced', async (t) => {
  const { path, warnings, serve } = socketGround(t)
  const killItself = `() => process.kill(process.pid, 'SIGKILL')`
  const killed = `require('net').createServer().listen(${JSON.stringify(path)}, ${killItself})`
  spawnSync(process.execPath, ['-e', killed])
  assert.ok(statSync(path).isSocket())
  assert.equal(await askServer(path, ['keys']), undefined)
  await serve(path)
  assert.equal((await askServer(path, ['keys']))?.output, 'keys')
  assert.deepEqual(warnings, [])
})

test('where another server answers the socket stays with it', async (t) => {
  const { path, warnings, serve } = socketGround(t)
  await serve(path, async () => ({ output: 'first', code: 0 }))
  const stopSecond = await serve(path, async () => ({ output: 'second', code: 0 }))
  assert.match(warnings.join(), /another server answers there/)
  await stopSecond()
  assert.equal((await askServer(path, []))?.output, 'first')
})

test('without a place for the socket there is a warning, and a server all the same', async (t) => {
  const { folder, warnings, serve } = socketGround(t)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  for (const path of [join(folder, 'x'.repeat(120)), join(folder, 'missing', 'tally.sock'), join(file, 'tally.sock')]) {
    await serve(path)
    await assert.doesNotReject(async () =>
      askServer(path, ['keys']).catch((error: unknown) => {
        assert.ok(error instanceof StartError)
      }),
    )
  }
  assert.equal(warnings.length, 3)
})

test('what is no command, or too long, gets no answer and does no harm', async (t) => {
  const { path, serve } = socketGround(t)
  await serve(path)
  for (const line of ['', 'x', '{}', '[]', 'null', '{"command":"keys"}', '{"command":[1]}', '{"command":["keys"']) {
    assert.equal(await send(path, `${line}\n`), '', line)
  }
  assert.equal(await send(path, `${' '.repeat(70_000)}{"command":["keys"]}\n`), '')
  assert.equal((await askServer(path, ['keys']))?.output, 'keys')
})

test('a command that fails for a reason nobody thought of says where to look', async (t) => {
  const { path, warnings, serve } = socketGround(t)
  await serve(path, () => Promise.reject(new Error('a bug')))
  await assert.rejects(askServer(path, ['keys']), StartError)
  assert.match(warnings.join(), /a bug/)
})
