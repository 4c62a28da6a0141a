import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { Database, Engine } from '../src/db/db.ts'
import { openDatabase } from '../src/db/open-database.ts'
import { addressOf, onServer, TEMPLATE } from './postgres-database.ts'

export const engines: readonly Engine[] = ['sqlite', 'postgres']

/** Where a test finds a database of its own. What opens it closes it before `remove`. */
export type FreshDatabase = {
  readonly url: string
  readonly dataDir: string
  readonly remove: () => Promise<void>
}

/** Runs one test on every engine, each time with a migrated database without data. */
export function everyDatabase(name: string, body: (t: TestContext, database: Database) => Promise<void>): void {
  for (const engine of engines) {
    void test(`${name} (${engine})`, async (t) => body(t, await openFreshDatabase(t, engine)))
  }
}

/** A migrated database without data, closed and removed after the test. */
export async function openFreshDatabase(t: TestContext, engine: Engine): Promise<Database> {
  const fresh = await freshDatabase(engine)
  const database = await openDatabase(fresh)
  t.after(async () => {
    await database.close()
    await fresh.remove()
  })
  return database
}

/**
 * A place for a database: an empty folder, and for PostgreSQL a migrated database without data as well, or with
 * `isEmpty` one without tables.
 */
export async function freshDatabase(engine: Engine, { isEmpty = false } = {}): Promise<FreshDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tally-test-'))
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') return { url: 'sqlite:', dataDir, remove: removeFolder }
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer((client) => client.query(`create database ${name} template ${isEmpty ? 'template1' : TEMPLATE}`))
  return {
    url: addressOf(name),
    dataDir,
    remove: async () => {
      await onServer((client) => client.query(`drop database ${name} with (force)`))
      await removeFolder()
    },
  }
}
