import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { cutOffUnread } from './unread-answers.ts'

const PATIENCE_MS = 2000
/** More than the kernel takes on for both ends of a connection. */
const LONG = 'x'.repeat(20_000_000)

test('an answer that nobody reads is cut off; who reads slowly, or waits for one, is not', async (t) => {
  const app = Fastify({ forceCloseConnections: true })
  cutOffUnread(app, PATIENCE_MS)
  app.get('/long', () => LONG)
  app.get('/late', () => sleep(1.5 * PATIENCE_MS, 'late'))
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  const { port } = app.server.address() as AddressInfo

  const deaf = connect(port, '127.0.0.1')
  await once(deaf, 'connect')
  deaf.pause()
  deaf.on('error', () => undefined)
  deaf.write('GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')

  const late = await fetch(`http://127.0.0.1:${port}/late`)
  assert.equal(await late.text(), 'late')
  const slow = await fetch(`http://127.0.0.1:${port}/long`)
  let [read, pauses] = [0, 0]
  for await (const bytes of slow.body ?? []) {
    read += (bytes as Uint8Array).length
    // All of it takes longer than the patience, and no part of it does.
    for (; read > pauses * 8_000_000; pauses += 1) await sleep(0.5 * PATIENCE_MS)
  }
  assert.equal(read, LONG.length)

  await sleep(PATIENCE_MS)
  let received = 0
  deaf.on('data', (bytes: Buffer) => (received += bytes.length)).resume()
  await once(deaf, 'close')
  assert.ok(received < LONG.length, 'the rest was given up')
})
