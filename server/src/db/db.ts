import type { Kysely, Transaction } from 'kysely'
import type { ChangeBus } from './change-bus.ts'
import type { Schema } from './schema.ts'

/** Runs queries: reads see what is committed, writes happen in `db.transaction()`. */
export type Db = Kysely<Schema>

/** An open transaction. */
export type Tx = Transaction<Schema>

export type Engine = 'sqlite' | 'postgres'

/** A database that is open, checked and migrated. `close` waits for open transactions. */
export type Database = {
  readonly db: Db
  readonly engine: Engine
  /** What instances on the same database tell each other. */
  readonly bus: ChangeBus
  close(): Promise<void>
}
