import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
} from 'kysely'
import { SqliteDriver, type SqliteConnections } from './sqlite-driver.ts'

/** Kysely on `node:sqlite`, with group commit and reads that do not wait for writes. */
export class SqliteDialect implements Dialect {
  readonly #connections: SqliteConnections

  constructor(connections: SqliteConnections) {
    this.#connections = connections
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#connections)
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }

  createAdapter(): TallySqliteAdapter {
    return new TallySqliteAdapter()
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db)
  }
}

/** What Kysely's adapter says, except where it is about better-sqlite3 and one connection. */
export class TallySqliteAdapter extends SqliteAdapter {
  /** The driver queues writers itself, and readers need no queue. */
  override get supportsMultipleConnections(): boolean {
    return true
  }

  /** Otherwise a kill in the middle of a migration leaves half a schema. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
