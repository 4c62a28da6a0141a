import assert from 'node:assert/strict'
import test from 'node:test'
import Fastify from 'fastify'
import { LongBodies } from './long-bodies.ts'

const LONG = 'x'.repeat(20_000)

/** An app that works on what is posted until it is told to go on, and says in which order it began. */
async function makeApp() {
  const app = Fastify()
  const bodies = new LongBodies(app)
  app.decorateRequest('knownActor')
  app.addHook('onRequest', (request, _reply, done) => {
    request.knownActor = { userId: String(request.headers['x-user']), role: 'member', sessionId: '' }
    done()
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('text/plain', { parseAs: 'string' }, (request, body, done) =>
    bodies.enter(request, body, () => done(null, body)),
  )
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  app.post('/:name', async (request) => {
    const { name } = request.params as { name: string }
    const { promise, resolve } = Promise.withResolvers<void>()
    begun.push(name)
    ends.set(name, resolve)
    await promise
    return name
  })
  await app.ready()
  const post = (user: string, name: string, payload: string) =>
    app.inject({ method: 'POST', url: `/${name}`, payload, headers: { 'content-type': 'text/plain', 'x-user': user } })
  return { app, begun, post, end: (name: string) => ends.get(name)?.() }
}

async function begins(begun: readonly string[], count: number): Promise<void> {
  while (begun.length < count) await new Promise((resolve) => setImmediate(resolve))
}

test('long bodies of one person are worked on one after the other; short ones and those of others go on', async (t) => {
  const { app, begun, post, end } = await makeApp()
  t.after(() => app.close())
  const answers = [post('ada', 'first', LONG), post('ada', 'second', LONG)]
  await begins(begun, 1)
  answers.push(post('ada', 'short', 'x'), post('bob', 'other', LONG))
  await begins(begun, 3)
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(begun, ['first', 'short', 'other'])
  end('first')
  await begins(begun, 4)
  assert.equal(begun[3], 'second')
  for (const name of begun) end(name)
  for (const answer of await Promise.all(answers)) assert.equal(answer.statusCode, 200)
})

test('whoever goes away holds up none of their own bodies', async (t) => {
  const { app, begun, end } = await makeApp()
  t.after(() => app.close())
  const url = await app.listen({ port: 0 })
  const post = (name: string, signal?: AbortSignal) =>
    fetch(`${url}/${name}`, {
      method: 'POST',
      body: LONG,
      headers: { 'content-type': 'text/plain', 'x-user': 'ada' },
      ...(signal && { signal }),
    })
  const gone = new AbortController()
  const first = post('first', gone.signal)
  await begins(begun, 1)
  gone.abort()
  await assert.rejects(first, { name: 'AbortError' })
  const second = post('second')
  await begins(begun, 2)
  end('first')
  end('second')
  assert.equal((await second).status, 200)
})
