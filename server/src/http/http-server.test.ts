import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'node:test'
import * as contract from '@tally/contract'
import { testServer, PASSWORD } from '../../test/test-server.ts'
import { until } from '../../test/until.ts'

const OTHER = 'https://app.example.org'

test('every answer of the API forbids to be stored, run, framed or guessed at', async (t) => {
  const { nobody } = await testServer(t, 'sqlite')
  const always = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': null,
    'access-control-allow-origin': null,
  }
  for (const path of ['/api/setup', '/api/todos', '/api/nothing', '/healthz']) {
    const { headers } = await nobody().send('GET', path, { headers: { origin: OTHER } })
    const seen = Object.fromEntries(Object.keys(always).map((name) => [name, headers.get(name)]))
    assert.deepEqual(seen, always, path)
  }
})

test('behind https the browser is told to stay there, and cookies are for this host over TLS only', async (t) => {
  const { nobody, tally } = await testServer(t, 'sqlite', { TALLY_URL: 'https://todo.example.org' })
  const body = { username: 'ada', password: PASSWORD, secret: tally.accounts.setUpSecret }
  const { headers } = await nobody().send('POST', '/api/setup', {
    body,
    headers: { origin: 'https://todo.example.org' },
  })
  assert.equal(headers.get('strict-transport-security'), 'max-age=31536000')
  for (const cookie of headers.getSetCookie()) {
    assert.match(cookie, /^__Host-Http-tally_(rt|device)=/)
    assert.match(cookie, /; Secure/)
    assert.match(cookie, /; Path=\/(;|$)/)
  }
  assert.equal(headers.getSetCookie().length, 2)
})

test('a method that a path does not take is refused with those it takes; no other path is found', async (t) => {
  const { as } = await testServer(t, 'sqlite')
  const ada = await as('ada')
  const refusal = async (method: string, path: string) => {
    const answer = await ada.send(method, path)
    const { code } = (await answer.json()) as { code: string }
    return [answer.status, code, answer.headers.get('allow')]
  }
  const wrong = (allow: string) => [405, 'method-not-allowed', allow]
  assert.deepEqual(await refusal('PUT', '/api/todos'), wrong('DELETE, GET, HEAD, POST'))
  assert.deepEqual(await refusal('POST', '/api/todos/some-id'), wrong('DELETE, GET, HEAD, PATCH'))
  assert.deepEqual(await refusal('DELETE', '/healthz?x=1'), wrong('GET, HEAD'))
  for (const path of ['/api/nothing', '/api/todos/some-id/nothing', '/API/todos']) {
    assert.deepEqual(await refusal('POST', path), [404, 'not-found', null], path)
  }
})

test('only JSON is read: a form or a text of another site changes nothing', async (t) => {
  const { as, url } = await testServer(t, 'sqlite')
  const ada = await as('ada')
  const authorization = `Bearer ${ada.token ?? ''}`
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
  ]) {
    const headers = { authorization, 'content-type': type }
    const answer = await fetch(`${url}/api/todos`, { method: 'POST', headers, body: '{"title":"Forged"}' })
    assert.equal(answer.status, 415, type)
  }
  assert.deepEqual((await ada.call(contract.listTodos)).body, [])
})

test('a page of a named origin may call with a bearer token, and read what it needs of the answer', async (t) => {
  const { as, url } = await testServer(t, 'sqlite', { TALLY_CORS_ORIGINS: OTHER })
  const preflight = (path: string, origin: string, method = 'PATCH') =>
    fetch(url + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } })

  const allowed = await preflight('/api/me', OTHER)
  assert.equal(allowed.status, 204)
  assert.equal(allowed.headers.get('access-control-allow-origin'), OTHER)
  assert.equal(allowed.headers.get('access-control-allow-methods'), 'GET, PATCH')
  assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /Authorization/)
  assert.equal(allowed.headers.get('access-control-allow-credentials'), null)
  assert.equal(allowed.headers.get('vary'), 'Origin')

  const ada = await as('ada')
  const { headers } = await ada.send('GET', '/api/todos', { headers: { origin: OTHER } })
  assert.equal(headers.get('access-control-allow-origin'), OTHER)
  assert.match(headers.get('access-control-expose-headers') ?? '', /ETag, Link/)
  const refused = await fetch(`${url}/api/todos`, { headers: { origin: OTHER } })
  assert.deepEqual([refused.status, refused.headers.get('access-control-allow-origin')], [401, OTHER])

  for (const origin of ['https://evil.example', `${OTHER}.evil.example`, 'null', OTHER.toUpperCase()]) {
    assert.equal((await preflight('/api/me', origin)).headers.get('access-control-allow-origin'), null, origin)
    const { headers } = await ada.send('GET', '/api/todos', { headers: { origin } })
    assert.deepEqual([headers.get('access-control-allow-origin'), headers.get('vary')], [null, 'Origin'], origin)
  }
})

test('what sets or reads a cookie is closed to other origins, also to those that are named', async (t) => {
  const { url, nobody } = await testServer(t, 'sqlite', { TALLY_CORS_ORIGINS: OTHER })
  const person = { username: 'ada', password: PASSWORD }
  const calls = {
    '/api/auth': person,
    '/api/setup': person,
    '/api/auth/refresh': undefined,
    '/api/auth/logout': undefined,
  }
  for (const [path, body] of Object.entries(calls)) {
    const preflight = await fetch(url + path, { method: 'OPTIONS', headers: { origin: OTHER } })
    assert.equal(preflight.headers.get('access-control-allow-origin'), null, path)
    const sent = await nobody().send('POST', path, { headers: { origin: OTHER }, body })
    assert.deepEqual([sent.status, sent.headers.get('access-control-allow-origin')], [403, null], path)
  }
})

test('without a setting no preflight is answered', async (t) => {
  const { url } = await testServer(t, 'sqlite')
  const headers = { origin: OTHER, 'access-control-request-method': 'GET' }
  const answer = await fetch(`${url}/api/todos`, { method: 'OPTIONS', headers })
  assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [405, null])
})

test('where a request comes from counts by the socket, unless a trusted proxy says otherwise', async (t) => {
  const seenBy = async (settings: Record<string, string>, forwarded: string) => {
    const { as, nobody, tally } = await testServer(t, 'sqlite', settings)
    await as('ada')
    const body = { username: 'ada', password: 'wrong' }
    await nobody().send('POST', '/api/auth', { body, headers: { 'x-forwarded-for': forwarded } })
    const failed = tally.accounts.db.selectFrom('audit').select('address').where('kind', '=', 'sign-in-failed')
    return (await failed.executeTakeFirst())?.address
  }
  assert.equal(await seenBy({}, '203.0.113.7'), '127.0.0.1')
  assert.equal(await seenBy({ TALLY_TRUST_PROXY: '192.0.2.1' }, '203.0.113.7'), '127.0.0.1')
  assert.equal(await seenBy({ TALLY_TRUST_PROXY: '127.0.0.0/8' }, '203.0.113.7'), '203.0.113.7')
  // What the client itself wrote before the proxy added its line is not believed.
  assert.equal(await seenBy({ TALLY_TRUST_PROXY: '127.0.0.1' }, '198.51.100.9, 203.0.113.7'), '203.0.113.7')
})

test('what a trusted proxy says is one address however it is written, and counts only where it is one', async (t) => {
  const { as, nobody, tally } = await testServer(t, 'sqlite', { TALLY_TRUST_PROXY: '::ffff:7f00:1, 2001:DB8:0::/48' })
  await as('ada')
  const cases: [forwarded: string, seen: string][] = [
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['[2001:DB9:0:0::1]:4711', '2001:db9::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['203.0.113.7, 2001:db8:0:ffff::0001', '203.0.113.7'],
    ['203.0.113.7, [2001:db8::1]:443', '203.0.113.7'],
    ['<script>alert(1)</script>', '127.0.0.1'],
    ['198.51.100.9, "msg":"sign-in refused"', '127.0.0.1'],
    ['unknown, 2001:db8::1', '2001:db8::1'],
    ['x'.repeat(5000), '127.0.0.1'],
  ]
  for (const [forwarded] of cases) {
    const body = { username: 'ada', password: 'wrong' }
    await nobody().send('POST', '/api/auth', { body, headers: { 'x-forwarded-for': forwarded } })
  }
  const failed = tally.accounts.db.selectFrom('audit').select('address').where('kind', '=', 'sign-in-failed')
  const seen = (await failed.orderBy('id').execute()).map(({ address }) => address)
  assert.deepEqual(
    seen,
    cases.map(([, address]) => address),
  )
})

test('below a path of its host Tally answers with that path and without it, and leads below it', async (t) => {
  const { as, url, nobody } = await testServer(t, 'sqlite', { TALLY_URL: 'http://localhost:4000/tally' })
  const ada = await as('ada')
  assert.equal((await ada.send('GET', '/tally/api/me')).status, 200)
  assert.equal((await ada.send('GET', '/api/me')).status, 200)
  assert.equal((await ada.send('GET', '/tallyho/main.js')).status, 404)
  const added = await ada.send('POST', '/tally/api/todos', { body: { title: 'Buy milk' } })
  assert.match(added.headers.get('location') ?? '', /^\/tally\/api\/todos\//)
  await ada.send('POST', '/api/todos', { body: { title: 'Buy bread' } })
  const page = await ada.send('GET', '/api/todos?limit=1')
  const [, next = ''] = /<([^>]+)>/.exec(page.headers.get('link') ?? '') ?? []
  assert.match(next, /^\/tally\/api\/todos\?/)
  assert.equal((await ada.send('GET', next)).status, 200)
  const headers = { origin: 'http://localhost:4000' }
  const body = { username: 'ada', password: PASSWORD }
  assert.equal((await nobody().send('POST', '/api/auth', { body, headers })).status, 200)
  const docs = await (await fetch(`${url}/tally/api/docs`)).text()
  assert.doesNotMatch(docs, /(?:src|href)="\//)
  const claims = JSON.parse(Buffer.from(ada.token?.split('.')[1] ?? '', 'base64url').toString()) as { iss: string }
  assert.equal(claims.iss, 'http://localhost:4000/tally')
})

test('what comes on an open connection while Tally stops is served, and the connection closed', async (t) => {
  const { as, url, tally } = await testServer(t, 'sqlite')
  const ada = await as('ada')
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const fixed = [`Host: ${hostname}`, `Authorization: Bearer ${ada.token ?? ''}`, 'Content-Type: application/json']
  const head = (line: string, length: number) => [line, ...fixed, `Content-Length: ${length}`, '', ''].join('\r\n')
  const body = '{"title":"Buy milk"}'
  // Without all of its body it is in flight until the rest has come.
  socket.write(head('POST /api/todos HTTP/1.1', body.length) + body.slice(0, 5))
  await ada.send('GET', '/healthz')
  const closed = tally.close()
  await until('no new connection is taken', 2000, () => !tally.http.server.listening)
  socket.write(body.slice(5) + head('GET /api/me HTTP/1.1', 0))

  const answers = Buffer.concat((await socket.toArray()) as Buffer[]).toString()
  await closed
  assert.deepEqual(answers.match(/(?<=HTTP\/1\.1 )\d{3}/g), ['201', '200'])
  assert.match(answers, /"username":"ada"/)
  assert.match(answers, /^connection: close\r$/im)
})

test('what is not even HTTP is refused with the headers of every other answer', async (t) => {
  const { url } = await testServer(t, 'sqlite', { TALLY_URL: 'https://todo.example.org' })
  const sent = {
    400: 'GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n',
    431: `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
  }
  for (const [status, text] of Object.entries(sent)) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end(text)
    const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString()
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} \\w`))
    for (const line of [
      'cache-control: no-store',
      "content-security-policy: default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security: max-age=31536000',
      'x-content-type-options: nosniff',
      'content-type: application/problem+json; charset=utf-8',
    ]) {
      assert.ok(answer.includes(`\r\n${line}\r\n`), `${status} has ${line}`)
    }
  }
})
