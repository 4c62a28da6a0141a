import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import * as contract from '@tally/contract'
import { insertAccount } from '../src/accounts/account-service.ts'
import { openApp, type AppOptions, type Tally } from '../src/app.ts'
import { readConfig, type Config } from '../src/config.ts'
import type { Engine } from '../src/db/db.ts'
import { inTransaction } from '../src/db/transaction.ts'
import { createLog } from '../src/http/log.ts'
import { engines, freshDatabase, type FreshDatabase } from './every-database.ts'
import { TestClient } from './test-client.ts'

/** Everybody's password. */
export const PASSWORD = 'correct horse battery staple'

/** A real server on a real database, and people who use it. */
export type TestServer = {
  readonly tally: Tally
  readonly url: string
  /** The settings it was started with; another server with the same ones shares its database. */
  readonly config: Config
  /** The public address that the server knows: what a browser sends as Origin. */
  readonly origin: string
  /** Moves the server's clock: milliseconds that are added to the real time, or to a moment at which it stands. */
  readonly clock: { ahead: number; standsAt?: number }
  /** Somebody who is signed in; the account is made when it is asked for first. */
  readonly as: (username: string, role?: 'admin' | 'member') => Promise<TestClient>
  /** Somebody who is not signed in. */
  readonly nobody: () => TestClient
}

/** Runs one test against a server on every engine; see `testServer` for `settings`. */
export function everyServer(
  name: string,
  body: (t: TestContext, server: TestServer) => Promise<void>,
  settings?: Record<string, string>,
  parts?: Pick<AppOptions, 'overload'>,
): void {
  for (const engine of engines) {
    void test(`${name} (${engine})`, async (t) => body(t, await testServer(t, engine, settings, parts)))
  }
}

/**
 * Starts a server on a database of its own, or on one that is there; both are gone after the test. `settings` are those
 * of its environment.
 */
export async function testServer(
  t: TestContext,
  engine: Engine,
  settings: Record<string, string> = {},
  { database, ...parts }: Pick<AppOptions, 'overload'> & { database?: FreshDatabase } = {},
): Promise<TestServer> {
  const { url: databaseUrl, dataDir, remove } = database ?? (await freshDatabase(engine))
  const config = readConfig({
    TALLY_DATA: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...settings,
  })
  const clock: TestServer['clock'] = { ahead: 0 }
  const now = () => (clock.standsAt ?? Date.now()) + clock.ahead
  const tally = await openApp({ config, log: createLog(config.logLevel), clock: now, ...parts })
  t.after(async () => {
    await tally.close()
    await remove()
  })
  await tally.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = tally.http.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const known = new Map<string, Promise<void>>()
  const nobody = () => new TestClient(url)
  const as = async (username: string, role: 'admin' | 'member' = 'member') => {
    known.set(username, known.get(username) ?? addAccount(tally, username, role))
    await known.get(username)
    const client = nobody()
    const { body } = await client.call(contract.signIn, { body: { username, password: PASSWORD } })
    client.token = body.token
    return client
  }
  return { tally, url, config, origin: config.publicUrl, clock, as, nobody }
}

async function addAccount({ accounts }: Tally, username: string, role: 'admin' | 'member'): Promise<void> {
  const { db, passwords, clock } = accounts
  const passwordHash = await passwords.hash(PASSWORD)
  await inTransaction(db, (tx) => insertAccount(tx, { username, role, passwordHash, at: clock() }))
}
