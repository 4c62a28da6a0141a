import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db } from '../src/db/db.ts'

/** Holds the counters of every list against the rows that they count. Nobody may write meanwhile. */
export async function assertCountersHold(db: Db): Promise<void> {
  const { rows } = await sql<Record<string, number | string>>`
    select id, open_count, todo_count, text_bytes,
      (select count(*) from todo where list_id = list.id and completed = 0 and deleted_at is null) as open_rows,
      (select count(*) from todo where list_id = list.id) as todo_rows,
      cast(octet_length(name)
        + coalesce((select sum(octet_length(title) + octet_length(notes) + octet_length(labels))
                    from todo where list_id = list.id), 0)
        + coalesce((select sum(octet_length(text)) from overwritten where list_id = list.id), 0)
        as bigint) as stored_bytes
    from list order by id`.execute(db)
  assert.ok(rows.length > 0)
  const counted = rows.map(({ id, open_count, todo_count, text_bytes }) => ({ id, open_count, todo_count, text_bytes }))
  const stored = rows.map(({ id, open_rows, todo_rows, stored_bytes }) => ({
    id,
    open_count: open_rows,
    todo_count: todo_rows,
    text_bytes: stored_bytes,
  }))
  assert.deepEqual(counted, stored)
}
