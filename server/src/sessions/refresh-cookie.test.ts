import assert from 'node:assert/strict'
import test from 'node:test'
import { RefreshCookie } from './refresh-cookie.ts'

test('on https the cookie is bound to this very host, for https and for no script', () => {
  const cookie = new RefreshCookie(true)
  assert.deepEqual(
    new Set(cookie.write('token', 60).split('; ')),
    new Set(['__Host-Http-tally_rt=token', 'Max-Age=60', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']),
  )
  assert.equal(cookie.read('a=b; __Host-Http-tally_rt=token; tally_rt=other'), 'token')
  assert.equal(cookie.read('tally_rt=other'), undefined)
})

test('on http it has a name without prefix and is not Secure, since browsers would drop it', () => {
  const cookie = new RefreshCookie(false)
  assert.deepEqual(
    new Set(cookie.write('token').split('; ')),
    new Set(['tally_rt=token', 'Path=/', 'HttpOnly', 'SameSite=Strict']),
  )
  assert.equal(cookie.read('tally_rt=token'), 'token')
})

test('it is taken away under the name and attributes it was set with', () => {
  for (const secure of [true, false]) {
    const cookie = new RefreshCookie(secure)
    assert.equal(cookie.clear(), cookie.write('', 0))
    assert.match(cookie.clear(), /Max-Age=0/)
  }
})
