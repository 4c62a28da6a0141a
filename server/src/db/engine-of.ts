import type { Kysely } from 'kysely'
import type { Engine } from './db.ts'
import { TallySqliteAdapter } from './sqlite/sqlite-dialect.ts'

/** Which engine a connection or transaction talks to, for the few queries that two dialects must say differently. */
export function engineOf(db: Pick<Kysely<never>, 'getExecutor'>): Engine {
  return db.getExecutor().adapter instanceof TallySqliteAdapter ? 'sqlite' : 'postgres'
}
