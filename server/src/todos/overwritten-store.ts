import type { Selectable } from 'kysely'
import type { Db } from '../db/db.ts'
import type { OverwrittenTable } from '../db/schema.ts'

/** With the display name of who overwrote it; none where the account is gone. */
export type OverwrittenRow = Selectable<OverwrittenTable> & { display_name: string | null }

/** The overwritten texts of a todo, the newest first. */
export function findOverwritten(db: Db, listId: string, todoId: string): Promise<OverwrittenRow[]> {
  return db
    .selectFrom('overwritten')
    .leftJoin('account', 'account.id', 'overwritten.by_id')
    .selectAll('overwritten')
    .select('account.display_name')
    .where('list_id', '=', listId)
    .where('todo_id', '=', todoId)
    .orderBy('overwritten.id', 'desc')
    .execute()
}
