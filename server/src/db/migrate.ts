import { sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration'
import type { DatabaseLog } from './database-log.ts'
import type { Db } from './db.ts'
import type { Migrations } from './migrations/migrations.ts'
import { StartError } from './start-error.ts'

/**
 * Brings the tables up to date, all pending steps in one transaction. Throws `StartError` when a newer Tally has made
 * them, or when a step fails; then nothing has changed.
 *
 * @param beforeChange is waited for when there are tables already, with the name of the first pending step
 * @param log gets what the steps report, once it is so
 */
export async function migrate(
  db: Db,
  migrations: Migrations,
  { beforeChange, log }: { beforeChange: (step: string) => Promise<void>; log?: DatabaseLog | undefined },
): Promise<void> {
  const done = await executedSteps(db)
  const unknown = done.find((step) => !(step in migrations))
  if (unknown)
    throw new StartError(`The database was made by a newer Tally (it has the step ${unknown}): install that one`)

  const next = Object.keys(migrations).find((step) => !done.includes(step))
  if (!next) return
  if (done.length > 0) await beforeChange(next)
  const reports: { step: string; line: string }[] = []
  const steps = Object.entries(migrations).map(([name, step]): [string, Migration] => [
    name,
    { up: (db) => step.up(db, (line) => reports.push({ step: name, line })) },
  ])
  const provider = { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (!error) {
    for (const { step, line } of reports) log?.info({ step }, line)
    return
  }
  const reason = error instanceof Error ? error.message : 'unknown'
  throw new StartError(`The database could not be brought up to date and is as it was: ${reason}`, { cause: error })
}

async function executedSteps(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return []
  const steps = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db)
  return steps.rows.map((step) => step.name)
}
