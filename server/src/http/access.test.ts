import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import Fastify from 'fastify'
import { guardRoutes, requireActor } from './access.ts'
import type { Actor } from './actor.ts'
import { newId } from './id.ts'

const ada: Actor = { userId: newId(), role: 'member', sessionId: newId() }

/** Routes that answer with whoever calls: one for those who are signed in, one for all. */
function routes(t: TestContext, { guarded }: { guarded: boolean }) {
  const app = Fastify()
  t.after(() => app.close())
  if (guarded)
    guardRoutes(
      app,
      () => ada,
      () => Promise.resolve(),
    )
  app.get('/mine', { config: { access: 'signed-in' } }, (request) => requireActor(request))
  app.get('/public', { config: { access: 'public' } }, (request) => requireActor(request))
  return app
}

const refusal = (path: string) => ({ statusCode: 500, message: `Nobody was identified for GET ${path}` })

test('a route that asks who calls is told where the hook has identified them, and fails elsewhere', async (t) => {
  const app = routes(t, { guarded: true })
  assert.deepEqual((await app.inject('/mine')).json(), ada)
  const { statusCode, message } = (await app.inject('/public')).json<{ statusCode: number; message: string }>()
  assert.deepEqual({ statusCode, message }, refusal('/public'))
})

test('where nobody has set up the hook, also a route for those who are signed in fails', async (t) => {
  const app = routes(t, { guarded: false })
  const { statusCode, message } = (await app.inject('/mine')).json<{ statusCode: number; message: string }>()
  assert.deepEqual({ statusCode, message }, refusal('/mine'))
})
