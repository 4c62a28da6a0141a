import type { DatabaseSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'
import { SqliteStatements } from './sqlite-statements.ts'

/** Lets several reads see the same moment. Snapshots take turns on a connection of their own, so other reads go on. */
export class SnapshotReader {
  readonly #database: DatabaseSync
  readonly #statements: SqliteStatements
  #turnTaken = false
  readonly #waiting: (() => void)[] = []

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#statements = new SqliteStatements(database)
  }

  /** Waits for the turn; the moment is that of the first read. */
  async begin(): Promise<void> {
    if (this.#turnTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#turnTaken = true
    try {
      this.#database.exec('begin')
    } catch (error) {
      this.#endTurn()
      throw error
    }
  }

  run<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    return this.#statements.run(sql, parameters)
  }

  end(): void {
    this.#database.exec('commit')
    this.#endTurn()
  }

  #endTurn(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#turnTaken = false
  }
}
