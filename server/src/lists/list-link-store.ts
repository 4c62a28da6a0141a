import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import type { AccountTable, ListLinkTable, ListTable } from '../db/schema.ts'

/** A link that can be used, with what whoever opens it may know. */
export type ListLinkRow = Omit<Selectable<ListLinkTable>, 'token_hash'> &
  Pick<Selectable<ListTable>, 'name'> &
  Pick<Selectable<AccountTable>, 'username' | 'display_name'>

export async function insertListLink(tx: Tx, link: Insertable<ListLinkTable>): Promise<void> {
  await tx.insertInto('list_link').values(link).execute()
}

/** Those that have not ended by `now`, and whose maker owns the list, is enabled, and has not deleted it. */
function usableLinks(db: Db, now: number) {
  return db
    .selectFrom('list_link as link')
    .innerJoin('list', (on) => on.onRef('list.id', '=', 'link.list_id').onRef('list.owner_id', '=', 'link.made_by'))
    .innerJoin('account as maker', 'maker.id', 'link.made_by')
    .select([
      'link.list_id',
      'link.id',
      'link.role',
      'link.made_by',
      'link.created_at',
      'link.expires_at',
      'list.name',
      'maker.username',
      'maker.display_name',
    ])
    .where('link.expires_at', '>', now)
    .where('list.deleted_at', 'is', null)
    .where('maker.disabled', '=', 0)
}

/** The links of a list, the newest first. */
export function findListLinks(db: Db, listId: string, now: number): Promise<ListLinkRow[]> {
  return usableLinks(db, now).where('link.list_id', '=', listId).orderBy('link.id', 'desc').execute()
}

export function findListLink(db: Db, tokenHash: string, now: number): Promise<ListLinkRow | undefined> {
  return usableLinks(db, now).where('link.token_hash', '=', tokenHash).executeTakeFirst()
}

/** Deletes a link; of all who try at once one gets `true`. */
export async function deleteListLinkRow(tx: Tx, listId: string, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('list_link').where('list_id', '=', listId).where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}
