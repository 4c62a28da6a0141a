import assert from 'node:assert/strict'
import test from 'node:test'
import { testServer } from '../../test/test-server.ts'

test('the page of the API can neither be sent elsewhere nor hold what is foreign', async (t) => {
  const { nobody } = await testServer(t, 'sqlite')
  const { status, headers } = await nobody().send('GET', '/api/docs')
  assert.equal(status, 200)
  const policy = new Set((headers.get('content-security-policy') ?? '').split('; '))
  const none = ['base-uri', 'form-action', 'frame-ancestors', 'object-src'].map((directive) => `${directive} 'none'`)
  assert.deepEqual(new Set(none).difference(policy), new Set())
  assert.ok(policy.has("default-src 'self'"))
})

test('every text of the documentation says how it is encoded', async (t) => {
  const { nobody } = await testServer(t, 'sqlite')
  for (const path of ['openapi.json', 'docs', 'docs/start.js', 'docs/swagger-ui.css', 'docs/swagger-ui-bundle.js']) {
    const { status, headers } = await nobody().send('GET', `/api/${path}`)
    assert.deepEqual([status, (headers.get('content-type') ?? '').endsWith('; charset=utf-8')], [200, true], path)
  }
})
