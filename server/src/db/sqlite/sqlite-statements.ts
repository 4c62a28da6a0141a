import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'

const MAX_CACHED = 500

type Prepared = { readonly statement: StatementSync; readonly returnsRows: boolean }

/** Runs SQL on one connection and keeps the prepared statements, the oldest go first. */
export class SqliteStatements {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * Runs one statement to its end. Throws `TypeError` for a parameter that is not a string, number, bigint, null or
   * Uint8Array: `node:sqlite` takes a lone object for named parameters and stores NULL.
   */
  run<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    for (const parameter of parameters) requireStorable(parameter)
    const values = parameters as readonly SQLInputValue[]
    const { statement, returnsRows } = this.#prepare(sql)
    if (returnsRows) return { rows: statement.all(...values) as Row[] }
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    if (this.#prepared.size >= MAX_CACHED) {
      for (const oldest of this.#prepared.keys()) {
        this.#prepared.delete(oldest)
        break
      }
    }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

function requireStorable(value: unknown): void {
  const type = typeof value
  if (type === 'string' || type === 'number' || type === 'bigint' || value === null || value instanceof Uint8Array)
    return
  throw new TypeError(`SQLite cannot store a ${type === 'object' ? Object.prototype.toString.call(value) : type}`)
}
