import type { Migration } from 'kysely/migration'

/**
 * One step of the schema: Kysely's migration, which may also tell whoever runs Tally in a line what it did to their
 * data. The lines are logged once the step is committed.
 */
export type Step = {
  up(db: Parameters<Migration['up']>[0], report: (line: string) => void): Promise<void>
}
