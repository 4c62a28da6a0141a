import { StatementSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import pg from 'pg'

/** A statement with its values, as a driver sends it to the database. */
export type Statement = { readonly sql: string; readonly values: readonly unknown[] }

type Query = { readonly text: string; readonly values?: readonly unknown[] }

/** Records the statements that both drivers send from now on; what begins and ends a transaction is left out. */
export function recordStatements(t: TestContext): Statement[] {
  const statements: Statement[] = []
  for (const method of ['all', 'run'] as const) {
    const original = Reflect.get(StatementSync.prototype, method) as (...values: unknown[]) => unknown
    t.mock.method(StatementSync.prototype, method, function (this: StatementSync, ...values: unknown[]) {
      statements.push({ sql: this.sourceSQL, values })
      return original.apply(this, values)
    })
  }
  const original = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
  t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const [query] = args
    const { text, values = [] } = typeof query === 'string' ? { text: query } : (query as Query)
    if (!/^(begin|start transaction|set transaction|commit)/i.test(text)) statements.push({ sql: text, values })
    return original.apply(this, args)
  })
  return statements
}
