import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/db/open-database.ts'
import { addressOf, onServer, TEMPLATE } from './postgres-database.ts'
import { startPostgres, type PostgresServer } from './postgres-server.ts'

let server: PostgresServer | undefined

/** For `node --test --test-global-setup`: one PostgreSQL for all tests, found by them in TALLY_TEST_POSTGRES. */
export async function globalSetup(): Promise<void> {
  server = await startPostgres()
  process.env['TALLY_TEST_POSTGRES'] = server.url
  await onServer((client) => client.query(`create database ${TEMPLATE}`))
  const dataDir = mkdtempSync(join(tmpdir(), 'tally-test-'))
  const template = await openDatabase({ url: addressOf(TEMPLATE), dataDir })
  await template.close()
  rmSync(dataDir, { recursive: true })
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
