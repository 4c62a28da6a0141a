import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/**
 * Every connection keeps its named statements to its end, so that texts made up on the way must not get a name each.
 */
const MAX_NAMES = 500

/** A pool of `pg` whose statements have names, so that PostgreSQL parses each text once per connection. */
export class NamedStatementPool implements PostgresPool {
  readonly options: object
  readonly #pool: Pool
  readonly #names = new Map<string, string>()
  readonly #clients = new WeakMap<PoolClient, NamedStatementClient>()

  constructor(pool: Pool) {
    this.#pool = pool
    this.options = pool.options
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect()
    const known = this.#clients.get(client)
    if (known) return known
    const named = new NamedStatementClient(client, (sql) => this.#nameOf(sql))
    this.#clients.set(client, named)
    return named
  }

  end(): Promise<void> {
    return this.#pool.end()
  }

  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined || this.#names.size >= MAX_NAMES) return known
    const name = `tally_${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }
}

class NamedStatementClient implements PostgresPoolClient {
  readonly #client: PoolClient
  readonly #nameOf: (sql: string) => string | undefined

  constructor(client: PoolClient, nameOf: (sql: string) => string | undefined) {
    this.#client = client
    this.#nameOf = nameOf
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  query(sql: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new Error('Cursors are not supported: read by pages')
    // Without parameters it is BEGIN, COMMIT or a change of the schema.
    const name = parameters.length > 0 ? this.#nameOf(sql) : undefined
    return this.#client.query({ ...(name && { name }), text: sql, values: [...parameters] })
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy)
  }
}
