import { BlockList, isIP, isIPv6 } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { userInfo } from 'node:os'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database, Db } from '../db.ts'
import type { DatabaseLog } from '../database-log.ts'
import { migrate } from '../migrate.ts'
import type { Migrations } from '../migrations/migrations.ts'
import { NamedStatementPool } from './named-statement-pool.ts'
import { PostgresChangeBus } from './postgres-change-bus.ts'
import { postgresTypes } from './postgres-types.ts'
import type { Schema } from '../schema.ts'
import { StartError } from '../start-error.ts'

const CONNECT_MS = 5000
const STATEMENT_MS = 10_000
/** A transaction whose process hangs must not keep the lock of its list for ever. */
const IDLE_IN_TRANSACTION_MS = 30_000
const MAX_CONNECTIONS = 10

/** Opens the PostgreSQL at `url`. Throws `StartError` when it cannot be used, or forgets what it has acknowledged. */
export async function openPostgres(url: string, migrations: Migrations, log?: DatabaseLog): Promise<Database> {
  const server = parseUrl(url)
  // One connection without a time limit: a migration may take long, and so may waiting for another instance's.
  const setup = connect({ connectionString: url, max: 1 }, log)
  try {
    await requireDurable(setup)
    await migrate(setup, migrations, { beforeChange: () => Promise.resolve(), log })
  } catch (error) {
    throw startErrorOf(error, server)
  } finally {
    await setup.destroy()
  }
  const db = connect(
    {
      connectionString: url,
      max: MAX_CONNECTIONS,
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
    log,
  )
  const bus = new PostgresChangeBus(url, db, log)
  return {
    db,
    engine: 'postgres',
    bus,
    close: () => {
      bus.close()
      return db.destroy()
    },
  }
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Throws StartError where the address leads over a network without TLS, or with TLS that does not check whom it talks
 * to: then anyone on the way could read everything. Asks the driver, which also knows `?host=`, `PGHOST` and
 * `PGSSLMODE`.
 */
export function requirePrivateWay(url: string): void {
  parseUrl(url)
  const { host, ssl } = clientOf(url)
  // The types know only a boolean.
  const isVerified = typeof ssl === 'object' ? (ssl as ConnectionOptions).rejectUnauthorized !== false : ssl
  if (isVerified || isThisMachine(host)) return
  throw new StartError(
    `PostgreSQL at ${host} would be reached over the network without verified TLS. Add ?sslmode=verify-full to ` +
      'DATABASE_URL, or set TALLY_DATABASE_INSECURE=1 if you trust everybody on that network.',
  )
}

/** A client that has not connected: it shows what the driver makes of the address. */
function clientOf(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(`DATABASE_URL cannot be used: ${reason}`, { cause: error })
  }
}

/** Is it a folder of Unix sockets, or an address by which a machine reaches itself? */
function isThisMachine(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  if (address.startsWith('/') || address.startsWith('@') || /^localhost$/i.test(address)) return true
  return isIP(address) !== 0 && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function connect(config: pg.PoolConfig, log: DatabaseLog | undefined): Db {
  // As psql does. The driver would take $USER, which a service may not have.
  pg.defaults.user = userInfo().username
  const pool = new pg.Pool({
    ...config,
    application_name: 'tally',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: postgresTypes,
  })
  const report = (error: Error) => log?.warn({ err: error }, 'A connection to PostgreSQL was lost')
  // Without a listener on the pool (idle) and on the client (in use) a lost connection ends the process.
  pool.on('error', report)
  pool.on('connect', (client) => client.on('error', report))
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new NamedStatementPool(pool) }) })
}

/** Both settings may lose transactions that were acknowledged; the role or the database may set the second one, too. */
async function requireDurable(db: Db): Promise<void> {
  const settings = sql<{ name: string }>`
    select name from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'`
  const [off] = (await settings.execute(db)).rows
  if (off)
    throw new StartError(`PostgreSQL runs with ${off.name}=off and would lose what it has acknowledged: turn it on`)
}

function parseUrl(url: string): URL {
  const parsed = URL.parse(url)
  if (!parsed) throw new StartError('DATABASE_URL is not a valid address: postgres://user:password@host:5432/database')
  return parsed
}

/** What to tell whoever runs Tally; never the password. */
function startErrorOf(error: unknown, { host, username, pathname }: URL): unknown {
  if (error instanceof StartError || !(error instanceof Error)) return error
  const code = 'code' in error ? error.code : undefined
  const place = `PostgreSQL at ${host || 'localhost'}`
  if (code === '28P01' || code === '28000') {
    return new StartError(
      `${place} refuses the user or password of DATABASE_URL (user ${username || userInfo().username})`,
      { cause: error },
    )
  }
  if (code === '3D000') {
    return new StartError(`${place} has no database ${pathname.slice(1)}: create it first`, { cause: error })
  }
  return new StartError(`${place} cannot be used: ${error.message || String(code)}`, { cause: error })
}
