import assert from 'node:assert/strict'
import test from 'node:test'
import { limits } from '@tally/contract'
import { readConfig } from './config.ts'
import { StartError } from './db/start-error.ts'

test('without settings Tally listens on loopback and keeps its data in ./data', () => {
  const config = readConfig({})
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 4000)
  assert.equal(config.publicUrl, 'http://localhost:4000')
  assert.match(config.dataDir, /[\\/]data$/)
  assert.equal(config.jwtAlg, 'ES256')
  assert.match(config.signingKeys, /[\\/]data[\\/]signing-keys\.json$/)
})

test('a bad setting stops the start with a line that names it', () => {
  const bad: [string, string][] = [
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['TALLY_ACCESS_TTL', '-5'],
    ['TALLY_REFRESH_GRACE', '1.5'],
    ['TALLY_JWT_ALG', 'none'],
    ['TALLY_JWT_ALG', 'toString'],
    ['LOG_LEVEL', 'loud'],
    ['TALLY_QUOTA_LISTS', '0'],
    ['TALLY_QUOTA_TEXT_MB', '1.5'],
    ['TALLY_QUOTA_REQUESTS', 'many'],
    ['DATABASE_URL', 'mysql://localhost/tally'],
    ['TALLY_TRUST_PROXY', 'true'],
    ['TALLY_TRUST_PROXY', '127.0.0.1, proxy.lan'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/33'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/8/8'],
    ['TALLY_TRUST_PROXY', '0.0.0.0/0'],
    ['TALLY_TRUST_PROXY', '::/0'],
    ['TALLY_TRUST_PROXY', '::ffff:0:0/96'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/-1'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/8.5'],
    ['TALLY_TRUST_PROXY', '10.0.0.0/255.0.0.0'],
    ['TALLY_TRUST_PROXY', '10.1'],
    ['TALLY_TRUST_PROXY', 'loopback'],
    ['TALLY_TRUST_PROXY', '/'],
    ['DATABASE_URL', 'postgres://tally:pass#word@db/tally'],
    ['DATABASE_URL', 'postgres://tally:p@ss/1@db/tally'],
    ['TALLY_METRICS_TOKEN', 'short'],
    ['TALLY_METRICS_TOKEN', 'with a space in between'],
    ['TALLY_SECURITY_CONTACT', 'security@example.org'],
    ['TALLY_SECURITY_CONTACT', 'http://example.org/security'],
    ['TALLY_SECURITY_CONTACT', 'mailto:a@example.org\nContact: mailto:b@example.org'],
    ['HOST', '0.0.0.0'],
    ['HOST', '::'],
    ['HOST', '192.0.2.7'],
    ['HOST', 'todo.example.org'],
    ['TALLY_URL', 'todo.example.org'],
    ['TALLY_URL', 'ftp://todo.example.org'],
    ['TALLY_URL', 'http://todo.example.org'],
    ['TALLY_URL', 'https://todo.example.org/a?b'],
    ['TALLY_URL', 'https://todo.example.org/a//b'],
    ['TALLY_URL', 'https://todo.example.org/<b>'],
    ['TALLY_CORS_ORIGINS', '*'],
    ['TALLY_CORS_ORIGINS', 'https://app.example.org/'],
    ['TALLY_CORS_ORIGINS', 'https://app.example.org, null'],
  ]
  for (const [name, value] of bad) {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error) => error instanceof StartError && error.message.includes(name) && !error.message.includes('\n'),
      `${name}=${value}`,
    )
  }
})

test('quotas are those of the contract, unless a household says otherwise', () => {
  assert.deepEqual(readConfig({}).quota, limits.quota)
  const { quota } = readConfig({ TALLY_QUOTA_LISTS: '5', TALLY_QUOTA_TEXT_MB: '1' })
  assert.deepEqual(quota, { ...limits.quota, lists: 5, textBytes: 1_000_000 })
})

test('plain http is for this machine, or for those who say that they accept it', () => {
  assert.equal(readConfig({ TALLY_URL: 'http://127.0.0.1:8080/' }).publicUrl, 'http://127.0.0.1:8080')
  for (const HOST of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) assert.equal(readConfig({ HOST }).host, HOST)
  assert.equal(readConfig({ HOST: '0.0.0.0', TALLY_INSECURE_HTTP: '1' }).host, '0.0.0.0')
  // A proxy on another machine does TLS.
  assert.equal(readConfig({ HOST: '0.0.0.0', TALLY_URL: 'https://todo.example.org' }).host, '0.0.0.0')
  const accepted = { TALLY_URL: 'http://todo.lan', TALLY_INSECURE_HTTP: '1' }
  assert.equal(readConfig(accepted).publicUrl, 'http://todo.lan')
  assert.equal(readConfig({ TALLY_URL: 'https://todo.example.org' }).publicUrl, 'https://todo.example.org')
  assert.equal(readConfig({ TALLY_URL: 'https://example.org/todo/' }).publicUrl, 'https://example.org/todo')
})

test('proxies are trusted by address or network, and none is without being named', () => {
  assert.deepEqual(readConfig({}).trustedProxies, [])
  const { trustedProxies } = readConfig({ TALLY_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8, ::FFFF:7f00:1' })
  assert.deepEqual(trustedProxies, ['127.0.0.1', '10.0.0.0/8', 'fd00::/8', '::FFFF:7f00:1'])
})

test('other sites may call from exactly the origins that are listed', () => {
  assert.deepEqual(readConfig({}).corsOrigins, [])
  const { corsOrigins } = readConfig({ TALLY_CORS_ORIGINS: 'https://app.example.org, http://localhost:4200' })
  assert.deepEqual(corsOrigins, ['https://app.example.org', 'http://localhost:4200'])
})
