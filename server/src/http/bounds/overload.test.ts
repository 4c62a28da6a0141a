import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import test from 'node:test'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import { everyServer } from '../../../test/test-server.ts'
import { Overload } from './overload.ts'

const { ms, forMs } = limits.lateness

test('new work is refused once the event loop was late for a second at each look, and until it is not', () => {
  const overload = new Overload()
  const note = (lateMs: number, now: number) => {
    overload.note(lateMs, now)
    return overload.isOn
  }
  // One long piece of work, and a second one after a breath.
  assert.deepEqual(
    [note(95_000, 95_100), note(0, 95_200), note(95_000, 190_300), note(ms, 190_400)],
    [false, false, false, false],
  )
  assert.deepEqual([note(ms + 1, 200_000), note(ms + 1, 200_000 + forMs - 1)], [false, false])
  assert.deepEqual([note(ms + 1, 200_000 + forMs), note(ms + 1, 300_000)], [true, true])
  assert.deepEqual([note(ms, 300_100), note(ms + 1, 300_200)], [false, false])
})

test('the event loop of this process is asked', async () => {
  const overload = new Overload(1)
  const seen: number[] = []
  overload.note = (lateMs) => seen.push(lateMs)
  const stop = overload.watch()
  const block = (until: number) => {
    for (let now = performance.now(); now < until; ) now = performance.now()
  }
  block(performance.now() + 300)
  while (seen.length === 0) await turn()
  stop()
  assert.ok((seen[0] ?? 0) >= 150, `${seen[0]} ms`)
})

const busy = new Overload()

everyServer(
  'while the server is late it refuses new work, says when to come again, lets people sign out, and signs nobody out',
  async (_t, { as, url }) => {
    const ada = await as('ada')
    busy.note(ms + 1, 0)
    busy.note(ms + 1, forMs)
    const refused = await ada.call(contract.listTodos)
    assert.deepEqual([refused.status, refused.problem, refused.headers.get('retry-after')], [503, 'unavailable', '2'])
    assert.equal((await ada.call(contract.refreshSession)).problem, 'unavailable')
    assert.ok(ada.cookie)
    assert.equal((await ada.call(contract.signIn, { body: { username: 'ada', password: 'x' } })).problem, 'unavailable')
    for (const path of ['/healthz', '/readyz', '/.well-known/jwks.json']) {
      assert.equal((await fetch(url + path)).status, 200, path)
    }
    assert.equal((await fetch(`${url}/metrics`)).status, 401)

    busy.note(0, 2 * forMs)
    assert.equal((await ada.call(contract.refreshSession)).status, 200)
    assert.equal((await ada.call(contract.listTodos)).status, 200)
    busy.note(ms + 1, 10 * forMs)
    busy.note(ms + 1, 20 * forMs)
    assert.equal((await ada.call(contract.signOut)).status, 204)
    busy.note(0, 30 * forMs)
    assert.equal((await ada.call(contract.listTodos)).problem, 'invalid-token')
  },
  {},
  { overload: busy },
)
