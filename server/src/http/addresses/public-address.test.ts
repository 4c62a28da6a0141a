import assert from 'node:assert/strict'
import test from 'node:test'
import { publicAddressOf, withoutBasePath } from './public-address.ts'

test('the public address says origin, base path and scheme', () => {
  assert.deepEqual(publicAddressOf('https://todo.example.org'), {
    origin: 'https://todo.example.org',
    basePath: '',
    isHttps: true,
  })
  assert.deepEqual(publicAddressOf('http://localhost:8080/apps/tally'), {
    origin: 'http://localhost:8080',
    basePath: '/apps/tally',
    isHttps: false,
  })
})

test('a path is understood with the base path and without it, and nothing else is taken for it', () => {
  const cases: [url: string, path: string][] = [
    ['/tally/api/todos?q=a', '/api/todos?q=a'],
    ['/tally/', '/'],
    ['/tally', '/'],
    ['/tally?q=a', '/?q=a'],
    ['/api/todos', '/api/todos'],
    ['/tallying/api', '/tallying/api'],
    ['/', '/'],
  ]
  for (const [url, path] of cases) assert.equal(withoutBasePath(url, '/tally'), path)
})
