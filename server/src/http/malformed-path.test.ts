import assert from 'node:assert/strict'
import test from 'node:test'
import { testServer } from '../../test/test-server.ts'
import { repairedPath } from './malformed-path.ts'

test('an address with a lone percent sign leads to the page that was meant', () => {
  assert.equal(repairedPath('/todos/label/100%'), '/todos/label/100%25')
  assert.equal(repairedPath('/todos/label/50%-off?q=1%'), '/todos/label/50%25-off?q=1%25')
  assert.equal(repairedPath('/todos/label/%FF'), '/todos/label/%25FF')
})

test('a malformed address leads to no other host, and is a problem where no page is', () => {
  for (const url of ['//elsewhere.example/%', '/\\elsewhere.example/%', '/api/todos/%', '/api?x=%', '*%']) {
    assert.equal(repairedPath(url), undefined, url)
  }
})

for (const basePath of ['', '/tally']) {
  test(`the server sends a browser there (below "${basePath}")`, async (t) => {
    const { nobody } = await testServer(t, 'sqlite', { TALLY_URL: `http://localhost:4000${basePath}` })
    const page = await nobody().send('GET', `${basePath}/todos/label/100%`)
    assert.equal(page.status, 302)
    assert.equal(page.headers.get('location'), `${basePath}/todos/label/100%25`)
    const api = await nobody().send('GET', `${basePath}/api/todos/%`)
    assert.equal(api.status, 400)
    assert.match(api.headers.get('content-type') ?? '', /^application\/problem\+json/)
  })
}
