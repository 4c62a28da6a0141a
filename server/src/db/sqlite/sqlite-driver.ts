import type { DatabaseSync } from 'node:sqlite'
import {
  SelectQueryNode,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import { GroupCommit } from './group-commit.ts'
import { letOthersIn } from '../let-others-in.ts'
import { SnapshotReader } from './snapshot-reader.ts'
import { SqliteStatements } from './sqlite-statements.ts'

/**
 * Connections on the same file. `reader` and `snapshots` are read-only: the first sees what is committed by now, the
 * second one moment for several reads. `writer` does everything else.
 */
export type SqliteConnections = {
  readonly reader: DatabaseSync
  readonly snapshots: DatabaseSync
  readonly writer: DatabaseSync
}

/** Runs queries of Kysely on SQLite. It does not own the connections: `destroy` waits until nobody uses them. */
export class SqliteDriver implements Driver {
  readonly #reads: SqliteStatements
  readonly #writes: SqliteStatements
  readonly #group: GroupCommit
  readonly #snapshots: SnapshotReader
  readonly #inUse = new Set<DatabaseConnection>()
  #whenUnused: (() => void) | undefined

  constructor({ reader, snapshots, writer }: SqliteConnections) {
    this.#reads = new SqliteStatements(reader)
    this.#writes = new SqliteStatements(writer)
    this.#group = new GroupCommit(writer)
    this.#snapshots = new SnapshotReader(snapshots)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    const connection = new SqliteConnection(this.#reads, this.#writes, this.#group, this.#snapshots)
    this.#inUse.add(connection)
    return connection
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    this.#inUse.delete(connection)
    if (this.#inUse.size === 0) this.#whenUnused?.()
  }

  beginTransaction(connection: SqliteConnection, { accessMode }: TransactionSettings): Promise<void> {
    return accessMode === 'read only' ? connection.beginSnapshot() : connection.begin()
  }

  commitTransaction(connection: SqliteConnection): Promise<void> {
    return connection.commit()
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.rollback()
  }

  async destroy(): Promise<void> {
    if (this.#inUse.size > 0) await new Promise<void>((resolve) => (this.#whenUnused = resolve))
    this.#group.finish()
  }
}

/** What one query, or one transaction, talks to. Cheap: the real connections are shared. */
class SqliteConnection implements DatabaseConnection {
  readonly #reads: SqliteStatements
  readonly #writes: SqliteStatements
  readonly #group: GroupCommit
  readonly #snapshots: SnapshotReader
  #inTransaction = false
  #inSnapshot = false

  constructor(reads: SqliteStatements, writes: SqliteStatements, group: GroupCommit, snapshots: SnapshotReader) {
    this.#reads = reads
    this.#writes = writes
    this.#group = group
    this.#snapshots = snapshots
  }

  async beginSnapshot(): Promise<void> {
    await this.#snapshots.begin()
    this.#inSnapshot = true
  }

  async begin(): Promise<void> {
    await this.#group.begin()
    this.#inTransaction = true
  }

  async commit(): Promise<void> {
    if (this.#inSnapshot) {
      this.#endSnapshot()
      return
    }
    const durable = this.#group.commit()
    this.#inTransaction = false
    await durable
  }

  /** Does nothing when the member has ended already, as after a failed commit of its group. */
  rollback(): void {
    if (this.#inSnapshot) return this.#endSnapshot()
    if (!this.#inTransaction) return
    this.#inTransaction = false
    this.#group.rollback()
  }

  #endSnapshot(): void {
    this.#inSnapshot = false
    this.#snapshots.end()
  }

  async executeQuery<Row>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    // A query is answered at once, so that a long row of them would go on without anybody else being served.
    const wait = letOthersIn()
    if (wait) await wait
    if (this.#inSnapshot) return this.#snapshots.run(sql, parameters)
    if (this.#inTransaction) return this.#group.run(() => this.#writes.run(sql, parameters))
    if (SelectQueryNode.is(query)) return this.#reads.run(sql, parameters)
    await this.begin()
    try {
      const result = this.#group.run(() => this.#writes.run<Row>(sql, parameters))
      await this.commit()
      return result
    } finally {
      this.rollback()
    }
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Streaming is not supported: an open read would hold up the checkpoint of the log. Read by pages.')
  }
}
