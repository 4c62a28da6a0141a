import { StatementSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import pg from 'pg'

/** Records the SQL that both drivers send from now on, but for what begins and ends a transaction. */
export function recordStatements(t: TestContext): string[] {
  const statements: string[] = []
  for (const method of ['all', 'run'] as const) {
    const original = Reflect.get(StatementSync.prototype, method) as (...values: unknown[]) => unknown
    t.mock.method(StatementSync.prototype, method, function (this: StatementSync, ...values: unknown[]) {
      statements.push(this.sourceSQL)
      return original.apply(this, values)
    })
  }
  const original = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
  t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const [query] = args
    const text = typeof query === 'string' ? query : (query as { text: string }).text
    if (!/^(begin|start transaction|set transaction|commit)/i.test(text)) statements.push(text)
    return original.apply(this, args)
  })
  return statements
}
