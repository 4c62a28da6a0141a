import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { SignUp } from '@tally/contract'
import { StartError } from './db/start-error.ts'
import { algorithmNames, type AlgorithmName } from './sessions/signing-algorithm.ts'

/** The settings, read once at the start. Times in the unit their name says. */
export type Config = {
  host: string
  port: number
  /** The public address, without a slash at its end: issuer of tokens, place of the web app. It may have a path. */
  publicUrl: string
  dataDir: string
  databaseUrl: string
  signingKeys: string
  /** What access tokens are signed with. */
  jwtAlg: AlgorithmName
  accessTtlSeconds: number
  refreshGraceSeconds: number
  /** Who may make an account without an admin. */
  signUp: SignUp
  /** IP addresses and networks of proxies whose `X-Forwarded-*` headers count. */
  trustedProxies: string[]
  /** Origins of other sites whose pages may call with a bearer token. */
  corsOrigins: string[]
  /** Who may see who is here. */
  directory: 'everyone' | 'admins'
  logLevel: string
}

type Environment = Record<string, string | undefined>

/** Reads the settings from the environment; throws StartError with one plain line that names a bad one. */
export function readConfig(env: Environment): Config {
  const host = env['HOST'] || '127.0.0.1'
  const port = integer(env, 'PORT', 4000, 0, 65535)
  const dataDir = resolve(env['TALLY_DATA'] || 'data')
  return {
    host,
    port,
    publicUrl: publicUrl(env, port),
    dataDir,
    databaseUrl: databaseUrl(env),
    signingKeys: resolve(env['TALLY_SIGNING_KEYS'] || join(dataDir, 'signing-keys.json')),
    jwtAlg: oneOf(env, 'TALLY_JWT_ALG', 'ES256', algorithmNames),
    accessTtlSeconds: integer(env, 'TALLY_ACCESS_TTL', 300, 10, 3600),
    refreshGraceSeconds: integer(env, 'TALLY_REFRESH_GRACE', 30, 0, 300),
    signUp: oneOf(env, 'TALLY_SIGNUP', 'first', ['first', 'invite', 'open']),
    trustedProxies: trustedProxies(env),
    corsOrigins: corsOrigins(env),
    directory: oneOf(env, 'TALLY_DIRECTORY', 'everyone', ['everyone', 'admins']),
    logLevel: oneOf(env, 'LOG_LEVEL', 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  }
}

function integer(env: Environment, name: string, byDefault: number, min: number, max: number): number {
  const text = env[name]
  if (!text) return byDefault
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new StartError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`)
}

function oneOf<const Value extends string>(
  env: Environment,
  name: string,
  byDefault: NoInfer<Value>,
  allowed: readonly Value[],
): Value {
  const text = env[name] || byDefault
  const value = allowed.find((one) => one === text)
  if (value !== undefined) return value
  throw new StartError(`${name} must be one of ${allowed.join(', ')}, not "${text}".`)
}

function databaseUrl(env: Environment): string {
  const text = env['DATABASE_URL'] || 'sqlite:'
  if (text === 'sqlite:' || /^postgres(ql)?:\/\//.test(text)) return text
  throw new StartError('DATABASE_URL must be "sqlite:" or begin with postgres://.')
}

/** The parts of a comma-separated list. */
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || [])
}

const LONGEST_PREFIX = { 0: -1, 4: 32, 6: 128 }

function trustedProxies(env: Environment): string[] {
  return listOf(env['TALLY_TRUST_PROXY']).map((text) => {
    const [address = '', prefix, ...rest] = text.split('/')
    const family = isIP(address) as 0 | 4 | 6
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= LONGEST_PREFIX[family])
    if (family !== 0 && fits && rest.length === 0) return text
    throw new StartError(`TALLY_TRUST_PROXY must list addresses like 127.0.0.1 or 10.0.0.0/8, not "${text}".`)
  })
}

function corsOrigins(env: Environment): string[] {
  return listOf(env['TALLY_CORS_ORIGINS']).map((text) => {
    if (/^https?:/.test(text) && URL.parse(text)?.origin === text) return text
    throw new StartError(`TALLY_CORS_ORIGINS must list exact origins like https://app.example.org, not "${text}".`)
  })
}

const PATH = /^(?:\/[A-Za-z0-9._~-]+)*\/?$/
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

function publicUrl(env: Environment, port: number): string {
  const text = env['TALLY_URL'] || `http://localhost:${port}`
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || !PATH.test(url.pathname) || url.search || url.hash || url.username) {
    throw new StartError(
      `TALLY_URL must be an address like https://todo.example.org or https://example.org/todo, not "${text}".`,
    )
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && env['TALLY_INSECURE_HTTP'] !== '1') {
    throw new StartError(
      `TALLY_URL is plain http on ${url.hostname}: anyone on the way could read passwords. ` +
        'Use https, or set TALLY_INSECURE_HTTP=1 if you accept that.',
    )
  }
  return url.origin + url.pathname.replace(/\/$/, '')
}
