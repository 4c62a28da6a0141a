import { sql, type RawBuilder } from 'kysely'
import type { Engine } from './db.ts'

/**
 * Many ids for `in`, sent as one parameter that is a JSON array: a statement is the same for one id and for a thousand,
 * and never has more parameters than an engine takes.
 */
export function idsIn(json: string, engine: Engine): RawBuilder<string> {
  return engine === 'sqlite'
    ? sql<string>`(select value from json_each(${json}))`
    : sql<string>`(select jsonb_array_elements_text(cast(${json} as jsonb)))`
}
