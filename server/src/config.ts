import { join, resolve } from 'node:path'
import { limits, type Quota, type SignUp } from '@tally/contract'
import { StartError } from './db/start-error.ts'
import { isLoopbackHost } from './http/addresses/ip-address.ts'
import { readIpNetwork } from './http/addresses/ip-network.ts'
import { algorithmNames, type AlgorithmName } from './sessions/signing-algorithm.ts'

/** The settings, read once at the start. Times in the unit their name says. */
export type Config = {
  host: string
  port: number
  /** The public address, without a slash at its end: issuer of tokens, place of the web app. It may have a path. */
  publicUrl: string
  dataDir: string
  databaseUrl: string
  /** May the database be reached over a network without TLS? */
  insecureDatabase: boolean
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
  /** The bearer token with which `/metrics` can be read; without one only admins can. */
  metricsToken: string | undefined
  /** Where to report a weakness, as a URI; without one there is no `security.txt`. */
  securityContact: string | undefined
  /** What one person may have and do. */
  quota: Quota
  /** How late the event loop may be before new work is refused, in milliseconds. */
  latenessMs: number
  logLevel: string
}

type Environment = Record<string, string | undefined>

/** Reads the settings from the environment; throws StartError with one plain line that names a bad one. */
export function readConfig(env: Environment): Config {
  const port = integer(env, 'PORT', 4000, 0, 65535)
  const address = publicUrl(env, port)
  const dataDir = resolve(env['TALLY_DATA'] || 'data')
  return {
    host: listeningHost(env, address),
    port,
    publicUrl: address,
    dataDir,
    databaseUrl: databaseUrl(env),
    insecureDatabase: env['TALLY_DATABASE_INSECURE'] === '1',
    signingKeys: resolve(env['TALLY_SIGNING_KEYS'] || join(dataDir, 'signing-keys.json')),
    jwtAlg: oneOf(env, 'TALLY_JWT_ALG', 'ES256', algorithmNames),
    accessTtlSeconds: integer(env, 'TALLY_ACCESS_TTL', 300, 10, 3600),
    refreshGraceSeconds: integer(env, 'TALLY_REFRESH_GRACE', 30, 0, 300),
    signUp: oneOf(env, 'TALLY_SIGNUP', 'first', ['first', 'invite', 'open']),
    trustedProxies: trustedProxies(env),
    corsOrigins: corsOrigins(env),
    directory: oneOf(env, 'TALLY_DIRECTORY', 'everyone', ['everyone', 'admins']),
    metricsToken: metricsToken(env),
    securityContact: securityContact(env),
    quota: quota(env),
    latenessMs: integer(env, 'TALLY_LATENESS', limits.lateness.ms, 10, 60_000),
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

const BYTES_PER_MB = 1_000_000
const MOST = 1_000_000_000

/**
 * The quotas; text is set in megabytes. Each is at least one, since a person who may have nothing cannot even have an
 * Inbox.
 */
function quota(env: Environment): Quota {
  const { quota } = limits
  const read = (name: string, byDefault: number, max = MOST) => integer(env, name, byDefault, 1, max)
  return {
    lists: read('TALLY_QUOTA_LISTS', quota.lists),
    todosInList: read('TALLY_QUOTA_LIST_TODOS', quota.todosInList),
    todos: read('TALLY_QUOTA_TODOS', quota.todos),
    textBytes: read('TALLY_QUOTA_TEXT_MB', quota.textBytes / BYTES_PER_MB, MOST / 1000) * BYTES_PER_MB,
    operations: read('TALLY_QUOTA_OPERATIONS', quota.operations),
    operationsPerSecond: read('TALLY_QUOTA_OPERATIONS_PER_SECOND', quota.operationsPerSecond),
    streams: read('TALLY_QUOTA_STREAMS', quota.streams),
    requests: read('TALLY_QUOTA_REQUESTS', quota.requests),
    invitations: read('TALLY_QUOTA_INVITATIONS', quota.invitations),
    newLists: read('TALLY_QUOTA_NEW_LISTS', quota.newLists),
    signUps: read('TALLY_QUOTA_SIGN_UPS', quota.signUps),
  }
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
  const [, userInfo = ''] = /^postgres(?:ql)?:\/\/(.*)@/.exec(text) ?? []
  // Such a character ends the password where nobody wants it to; what is wrong is never written down.
  if (/[/?#[\]@\s]/.test(userInfo)) {
    throw new StartError('DATABASE_URL: write special characters of the password as %23 for #, %2F for /, and so on.')
  }
  if (text === 'sqlite:' || /^postgres(ql)?:\/\//.test(text)) return text
  throw new StartError('DATABASE_URL must be "sqlite:" or begin with postgres://.')
}

/** The parts of a comma-separated list. */
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || [])
}

function trustedProxies(env: Environment): string[] {
  return listOf(env['TALLY_TRUST_PROXY']).map((text) => {
    if (readIpNetwork(text)) return text
    throw new StartError(
      `TALLY_TRUST_PROXY must list the addresses of your proxies, like 127.0.0.1 or 10.0.0.0/8, not "${text}".`,
    )
  })
}

function corsOrigins(env: Environment): string[] {
  return listOf(env['TALLY_CORS_ORIGINS']).map((text) => {
    if (/^https?:/.test(text) && URL.parse(text)?.origin === text) return text
    throw new StartError(`TALLY_CORS_ORIGINS must list exact origins like https://app.example.org, not "${text}".`)
  })
}

const PATH = /^(?:\/[A-Za-z0-9._~-]+)*\/?$/

function publicUrl(env: Environment, port: number): string {
  const text = env['TALLY_URL'] || `http://localhost:${port}`
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || !PATH.test(url.pathname) || url.search || url.hash || url.username) {
    throw new StartError(
      `TALLY_URL must be an address like https://todo.example.org or https://example.org/todo, not "${text}".`,
    )
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname) && env['TALLY_INSECURE_HTTP'] !== '1') {
    throw new StartError(
      `TALLY_URL is plain http on ${url.hostname}: anyone on the way could read passwords. ` +
        'Use https, or set TALLY_INSECURE_HTTP=1 if you accept that.',
    )
  }
  return url.origin + url.pathname.replace(/\/$/, '')
}

/** Where to listen. Without https in front, only on this machine, unless that is accepted. */
function listeningHost(env: Environment, publicUrl: string): string {
  const host = env['HOST'] || '127.0.0.1'
  if (isLoopbackHost(host) || publicUrl.startsWith('https:') || env['TALLY_INSECURE_HTTP'] === '1') return host
  throw new StartError(
    `HOST is ${host}, so other machines could reach Tally by plain http and anyone on the way could read passwords. ` +
      'Set TALLY_URL to the https address of a proxy in front, or TALLY_INSECURE_HTTP=1 if you accept that.',
  )
}

const SHORTEST_METRICS_TOKEN = 16

function metricsToken(env: Environment): string | undefined {
  const token = env['TALLY_METRICS_TOKEN'] || undefined
  // The characters of a bearer token (RFC 6750, 2.1). What has dots in it could be taken for one of our own.
  if (token === undefined || (token.length >= SHORTEST_METRICS_TOKEN && /^[\w~+/-]+=*$/.test(token))) return token
  throw new StartError(
    `TALLY_METRICS_TOKEN must have at least ${SHORTEST_METRICS_TOKEN} characters: letters, digits and - _ ~ + / only.`,
  )
}

function securityContact(env: Environment): string | undefined {
  const text = env['TALLY_SECURITY_CONTACT'] || undefined
  if (text === undefined || /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(text)) return text
  throw new StartError(
    `TALLY_SECURITY_CONTACT must be like mailto:security@example.org or https://example.org/security, not "${text}".`,
  )
}
