import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import type { TestClient } from '../../../test/test-client.ts'
import { everyServer } from '../../../test/test-server.ts'
import { RequestSlots } from './request-slots.ts'

/** A request of which the last byte never comes; it has to be ended, or the server waits for it when it stops. */
async function unfinished({ baseUrl, token }: TestClient) {
  const { port, host } = new URL(baseUrl)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  const head = ['POST /api/sync/push HTTP/1.1', `Host: ${host}`, `Authorization: Bearer ${token}`]
  socket.write(
    [...head, 'Content-Type: application/json', 'Content-Length: 100', 'Expect: 100-continue', '', ''].join('\r\n'),
  )
  // The server says so when it has read the head.
  await new Promise((resolve) => socket.once('data', resolve))
  return { end: () => socket.destroy() }
}

everyServer(
  'so many requests of one person are worked on at once; one more waits for its turn, and others have theirs',
  async (_t, { as }) => {
    const [ada, bob] = [await as('ada'), await as('bob')]
    const open = [await unfinished(ada), await unfinished(ada)]
    const late = await ada.call(contract.listTodos)
    assert.equal(late.problem, 'too-many-requests')
    assert.equal(late.headers.get('retry-after'), '1')
    assert.equal((await bob.call(contract.listTodos)).status, 200)

    const waiting = [ada.call(contract.listTodos), ada.call(contract.getMe)]
    open[0]?.end()
    for (const answer of await Promise.all(waiting)) assert.equal(answer.status, 200)
    open[1]?.end()
  },
  { TALLY_QUOTA_REQUESTS: '2' },
)

everyServer(
  'a refusal keeps its place for a while, so that whoever asks again at once keeps waiting',
  async (_t, { as, clock }) => {
    clock.standsAt = Date.now()
    const [ada, bob] = [await as('ada'), await as('bob')]
    assert.equal((await ada.call(contract.addTodo, { body: { title: 'The only one' } })).status, 201)
    const answered: string[] = []
    const call = async (who: string, answer: Promise<{ status: number }>) => {
      answered.push(`${who} ${(await answer).status}`)
    }
    const refused = call('ada', ada.call(contract.addTodo, { body: { title: 'One too many' } }))
    // The server has taken it up when it answers what came later.
    await bob.call(contract.getMe)
    await Promise.all([refused, call('ada', ada.call(contract.listTodos)), call('bob', bob.call(contract.listTodos))])
    assert.deepEqual(answered, ['bob 200', 'ada 429', 'ada 200'])
  },
  { TALLY_QUOTA_REQUESTS: '1', TALLY_QUOTA_OPERATIONS: '1' },
)

test('no more wait than there may be, and each has its turn once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const slots = new RequestSlots(1)
  const begun: string[] = []
  const enter = (name: string, userId = 'ada') =>
    slots.enter(userId, (refusal) => begun.push(`${name} ${refusal?.code ?? 'begins'}`))
  const leave = enter('first')
  const waiting = Array.from({ length: limits.requestQueue.max }, (_, n) => enter(`waiting ${n}`))
  enter('one too many')
  enter('another', 'bob')
  assert.deepEqual(begun.splice(0), ['first begins', 'one too many too-many-requests', 'another begins'])

  // One that goes away while it waits takes no turn.
  waiting[0]?.()
  leave()
  leave()
  assert.deepEqual(begun.splice(0), ['waiting 1 begins'])
  waiting[1]?.()
  assert.deepEqual(begun.splice(0), ['waiting 2 begins'])
  t.mock.timers.tick(limits.requestQueue.seconds * 1000)
  assert.deepEqual(
    begun.splice(0),
    waiting.slice(3).map((_, n) => `waiting ${n + 3} too-many-requests`),
  )
  waiting[2]?.()
  enter('next')
  assert.deepEqual(begun, ['next begins'])
})
