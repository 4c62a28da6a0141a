import type { Compilable, CompiledQuery, DialectAdapter, Simplify } from 'kysely'
import type { Db, Engine } from './db.ts'
import { engineOf } from './engine-of.ts'

/** What a parameter of a compiled query may be: one value, so no lists for `in`. */
type Value = string | number | null
type Parameters = Readonly<Record<string, Value>>

/** Stands for a parameter while the query is built. */
class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built once per engine and then run with nothing but its parameters: the builder costs more than the
 * read. `build` gets a placeholder for every property of `P`; it may pass them on to Kysely, but not look at them, as
 * it runs only once.
 *
 *     const findOpen = compiledQuery((db, p: { listId: string }) =>
 *       db.selectFrom('todo').select('id').where('list_id', '=', p.listId))
 *     const rows = await findOpen(db, { listId })
 */
export function compiledQuery<P extends Parameters, Row>(
  build: (db: Db, parameters: P, engine: Engine) => Compilable<Row>,
): (db: Db, parameters: P) => Promise<Simplify<Row>[]> {
  const placeholders = new Proxy({} as P, { get: (_target, name) => new Placeholder(String(name)) })
  const prepared = new WeakMap<DialectAdapter, CompiledQuery>()

  const prepare = (db: Db, adapter: DialectAdapter): CompiledQuery => {
    const query = build(db, placeholders, engineOf(db)).compile()
    prepared.set(adapter, query)
    return query
  }

  return async (db, parameters) => {
    // A transaction shares the adapter of the database it runs on.
    const { adapter } = db.getExecutor()
    const query = prepared.get(adapter) ?? prepare(db, adapter)
    const values = query.parameters.map((slot) => (slot instanceof Placeholder ? parameters[slot.name] : slot))
    return (await db.executeQuery<Simplify<Row>>({ ...query, parameters: values })).rows
  }
}
