import type { Selectable } from 'kysely'
import type { Tx } from '../db/db.ts'
import type { ListTable, MemberTable } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import { mayDelete, mayWrite } from './list-rights.ts'
import { findMember, lockList, updateList } from './list-store.ts'

/**
 * A list that this transaction has locked, as one of its members sees it. What changes in it carries `nextVer`; whoever
 * changes something says so with `touch`, and the counters are written back once at the end.
 */
export class LockedList {
  readonly row: Selectable<ListTable>
  readonly member: Selectable<MemberTable>
  readonly nextVer: number
  touched = false
  openCount: number

  constructor(row: Selectable<ListTable>, member: Selectable<MemberTable>) {
    this.row = row
    this.member = member
    this.nextVer = row.head + 1
    this.openCount = row.open_count
  }

  get id(): string {
    return this.row.id
  }

  /** Notes a change, and how many open todos there are more (or fewer) after it. */
  touch(openDelta = 0): void {
    this.touched = true
    this.openCount += openDelta
  }
}

/**
 * Locks a list for this transaction and reads what the user may do with it, inside the lock: a right taken away a moment
 * ago counts. Throws Problem `list-not-found`, also for a list of others.
 */
export async function lockMyList(tx: Tx, userId: string, id: string): Promise<LockedList> {
  const row = await lockList(tx, id)
  const member = row && (await findMember(tx, id, userId))
  if (!member) throw new Problem('list-not-found')
  return new LockedList(row, member)
}

/** Is that person a member of the list? */
export async function isMember(tx: Tx, listId: string, userId: string): Promise<boolean> {
  return (await findMember(tx, listId, userId)) !== undefined
}

/** Writes the counters of a list back, when something in it changed. */
export async function saveLockedList(tx: Tx, list: LockedList): Promise<void> {
  if (list.touched) await updateList(tx, list.id, { head: list.nextVer, open_count: list.openCount })
}

/** Locks a list for what Tally itself does in it, and returns the `ver` that change gets. */
export async function countUp(tx: Tx, id: string): Promise<number> {
  const row = await lockList(tx, id)
  if (!row) throw new Error('A todo without a list')
  await updateList(tx, id, { head: row.head + 1 })
  return row.head + 1
}

/** Throws Problem `list-read-only` for viewers and `list-deleted` for a list in the trash. */
export function requireWritable(list: LockedList): void {
  if (!mayWrite(list.member.role)) throw new Problem('list-read-only')
  if (list.row.deleted_at !== null) throw new Problem('list-deleted')
}

/** Throws Problem `list-read-only` for all but the owner. */
export function requireDeletable(list: LockedList): void {
  if (!mayDelete(list.member.role)) throw new Problem('list-read-only')
}
