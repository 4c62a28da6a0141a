import assert from 'node:assert/strict'
import test from 'node:test'
import * as contract from '@tally/contract'
import { testServer } from '../../test/test-server.ts'

const TOKEN = 'monitor-0123456789abcdef'

test('figures are for admins and for whoever has the token of the settings, from wherever they ask', async (t) => {
  const { as, nobody } = await testServer(t, 'sqlite', { TALLY_METRICS_TOKEN: TOKEN })
  const asked = async (headers: Record<string, string> = {}) =>
    (await nobody().send('GET', '/metrics', { headers })).status
  // On the loopback address, as everybody is behind a proxy on this machine.
  assert.equal(await asked(), 401)
  assert.equal(await asked({ 'x-forwarded-for': '127.0.0.1' }), 401)
  assert.equal(await asked({ authorization: `Bearer ${TOKEN}x` }), 401)
  assert.equal(await asked({ authorization: 'Bearer ' }), 401)
  assert.equal(await asked({ authorization: `Bearer ${TOKEN}` }), 200)
  assert.equal((await (await as('eve')).call(contract.getMetrics)).problem, 'admins-only')
  assert.match((await (await as('ada', 'admin')).call(contract.getMetrics)).body, /^tally_http_answers_total/m)
})

test('without a token in the settings no token but that of an admin opens the figures', async (t) => {
  const { nobody } = await testServer(t, 'sqlite')
  for (const authorization of ['', 'Bearer ', 'Bearer undefined']) {
    assert.equal((await nobody().send('GET', '/metrics', { headers: { authorization } })).status, 401)
  }
})

test('security.txt names whom the settings name, for less than a year, and is not there without', async (t) => {
  const settings = { TALLY_URL: 'https://todo.example.org', TALLY_SECURITY_CONTACT: 'mailto:security@example.org' }
  const { nobody } = await testServer(t, 'sqlite', settings)
  const answer = await nobody().send('GET', '/.well-known/security.txt')
  const text = await answer.text()
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; *charset=utf-8$/i)
  assert.match(text, /^Contact: mailto:security@example\.org$/m)
  assert.match(text, /^Canonical: https:\/\/todo\.example\.org\/\.well-known\/security\.txt$/m)
  const expires = Date.parse(/^Expires: (\S+)$/m.exec(text)?.[1] ?? '')
  assert.ok(expires > Date.now() && expires < Date.now() + 365 * 86_400_000)
  const silent = await testServer(t, 'sqlite')
  assert.equal((await silent.nobody().send('GET', '/.well-known/security.txt')).status, 404)
})

test('a password manager is led to where a password is changed, and to nothing under another name', async (t) => {
  const { nobody } = await testServer(t, 'sqlite', { TALLY_URL: 'http://localhost:4000/tally' })
  const answer = await nobody().send('GET', '/.well-known/change-password')
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/tally/settings/password'])
  const path = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200'
  assert.equal((await nobody().send('GET', path)).status, 404)
})
