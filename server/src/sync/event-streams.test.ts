import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { until } from '../../test/until.ts'
import type { Actor } from '../http/actor.ts'
import { EventStream } from './event-stream.ts'
import { EventStreams } from './event-streams.ts'

/** A server of nothing but streams, and what a listener has received. */
async function serveStreams(t: TestContext) {
  const streams = new EventStreams()
  const admitted = new Set<string>()
  const hanging = new Set<string>()
  const server = createServer((request, response) => {
    const actor: Actor = {
      userId: request.url?.slice(1) ?? '',
      role: 'member',
      sessionId: `session of ${request.url?.slice(1)}`,
    }
    const readmit = () => {
      if (hanging.has(actor.userId)) return new Promise<Actor>(() => undefined)
      if (!admitted.has(actor.userId)) throw new Error('The token has expired')
      return actor
    }
    streams.open(new EventStream(actor, response, readmit), { epoch: 'e' })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const listen = async (userId: string) => {
    admitted.add(userId)
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    t.after(() => socket.destroy())
    const listener = { socket, text: '', closed: false }
    socket.setEncoding('utf8').on('error', () => undefined)
    socket.on('data', (text) => (listener.text += text.toString().slice(0, 1000)))
    socket.on('close', () => (listener.closed = true))
    socket.write(`GET /${userId} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    await until('hello', 5000, () => listener.text.includes('event: hello'))
    return listener
  }
  return { streams, admitted, hanging, listen }
}

test('a reader that does not read is dropped, and the others go on', async (t) => {
  const { streams, listen } = await serveStreams(t)
  const [deaf, good] = [await listen('deaf'), await listen('good')]
  deaf.socket.pause()
  // More than the kernel takes on for both ends of a connection.
  streams.sendTo('deaf', 'x'.repeat(40_000_000))
  streams.sendTo('deaf', 'one more')
  deaf.socket.resume()
  await until('deaf is dropped', 5000, () => deaf.closed)
  streams.sendToAll(': to all\n\n')
  await until('good hears', 5000, () => good.text.includes(': to all'))
  assert.equal(good.closed, false)
})

test('one beat says to all that the stream lives, and ends those whose token does not', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { streams, admitted, listen } = await serveStreams(t)
  const [ada, eve] = [await listen('ada'), await listen('eve')]
  admitted.delete('eve')
  t.mock.timers.tick(15_000)
  await until('ada hears a comment', 5000, () => ada.text.includes(': still here'))
  await until('eve is sent away', 5000, () => eve.closed)
  assert.match(eve.text, /event: bye\ndata: \{"reason":"token-expired"\}/)
  assert.equal(ada.closed, false)
  streams.close()
  await until('ada is sent away', 5000, () => ada.closed)
  assert.equal(streams.isEmpty, true)
})

test('a stream that was ended is sent nothing more, and the process goes on', async (t) => {
  const { streams, listen } = await serveStreams(t)
  const [ada, eve] = [await listen('ada'), await listen('eve')]
  streams.endSession('session of eve')
  streams.sendToAll(': to all\n\n')
  streams.sendTo('eve', ': to eve\n\n')
  streams.endSession('session of eve')
  await until('eve is sent away', 5000, () => eve.closed)
  await until('ada hears', 5000, () => ada.text.includes(': to all'))
  assert.match(eve.text, /"signed-out"\}\n\n[^:]*$/)
})

test('a connection that breaks under a stream ends that stream and nothing else', async (t) => {
  const { streams, listen } = await serveStreams(t)
  const [ada, eve] = [await listen('ada'), await listen('eve')]
  eve.socket.resetAndDestroy()
  for (let sent = 0; sent < 20; sent += 1) {
    streams.sendToAll(': to all\n\n')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await until('ada hears', 5000, () => ada.text.includes(': to all'))
  assert.equal(ada.closed, false)
})

test('a beat reaches everybody at once, also while somebody cannot be identified yet', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { streams, hanging, listen } = await serveStreams(t)
  const [slow, ada] = [await listen('slow'), await listen('ada')]
  hanging.add('slow')
  t.mock.timers.tick(30_000)
  await until('ada hears two beats', 5000, () => ada.text.split(': still here').length === 3)
  assert.deepEqual([slow.closed, slow.text.includes(': still here')], [false, false])
  streams.close()
})
