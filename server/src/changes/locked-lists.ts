import type { Selectable } from 'kysely'
import { limits, type Quota } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import type { ListTable, MemberTable } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import { noteChanged } from './list-events.ts'
import { may, type ListRight } from '../lists/list-rights.ts'
import { findMember, lockList, updateList } from './list-store.ts'
import { findMembersOf } from './member-store.ts'
import { OwnerQuotas, quotaReached, type Growth } from './owner-quotas.ts'
import { lowerCounters, type Holdings } from './quota-store.ts'

type ListFields = Partial<Selectable<ListTable>>

/**
 * A list that this transaction has locked. What an operation changes in it carries `nextVer`; whoever changes something
 * says so with `touch` or `set`. Then `keep` lets it stand, or `forget` undoes it, and the row of the list is written
 * back once, with `save`.
 */
export class LockedRow {
  row: Selectable<ListTable>
  /** The longest position that a todo of it was given in this transaction. */
  longestPosition = ''
  #change: ListFields | undefined
  #openDelta = 0
  #todoDelta = 0
  #byteDelta = 0
  #unsaved: ListFields | undefined
  readonly #quotas: OwnerQuotas

  constructor(row: Selectable<ListTable>, quotas: OwnerQuotas) {
    this.row = row
    this.#quotas = quotas
  }

  get id(): string {
    return this.row.id
  }

  get nextVer(): number {
    return this.row.head + 1
  }

  /** Notes that a todo was given a position. */
  place(position: string): void {
    if (position.length > this.longestPosition.length) this.longestPosition = position
  }

  /** Notes a change in the list, and how many open todos there are more (or fewer) after it. */
  touch(openDelta = 0): void {
    this.#change ??= {}
    this.#openDelta += openDelta
  }

  /**
   * Counts what the list gets more (or less) of, before it is written. Throws Problem `quota-reached` where there is no
   * room for it in the list, or with its owner.
   */
  async grow(tx: Tx, { todos = 0, bytes = 0 }: Growth): Promise<void> {
    this.#todoDelta += todos
    this.#byteDelta += bytes
    const count = this.row.todo_count + this.#todoDelta
    if (todos > 0 && count > this.#quotas.quota.todosInList) throw quotaReached('todosInList')
    await this.#quotas.charge(tx, this.row.owner_id, { todos, bytes })
  }

  /**
   * Gives the list to another owner, and charges them for it; throws Problem `quota-reached` where they have no room.
   */
  async handOver(tx: Tx, ownerId: string): Promise<void> {
    const { owner_id: before, todo_count: todos, text_bytes: bytes } = this.row
    await this.#quotas.charge(tx, before, { lists: -1, todos: -todos, bytes: -bytes })
    await this.#quotas.charge(tx, ownerId, { lists: 1, todos, bytes })
    this.set({ owner_id: ownerId })
  }

  /** Changes the list itself, or notes (with no fields) that who has it changed. */
  set(fields: ListFields): void {
    this.#change = { ...this.#change, ...fields, ver: this.nextVer }
  }

  /** What was noted stands. What comes next gets a `ver` of its own. */
  keep(): void {
    if (this.#change) {
      const changed = {
        ...this.#change,
        head: this.nextVer,
        open_count: this.row.open_count + this.#openDelta,
        todo_count: this.row.todo_count + this.#todoDelta,
        text_bytes: this.row.text_bytes + this.#byteDelta,
      }
      this.row = { ...this.row, ...changed }
      this.#unsaved = { ...this.#unsaved, ...changed }
    }
    this.forget()
  }

  /** What was noted since the last `keep` is undone. */
  forget(): void {
    this.#change = undefined
    this.#openDelta = 0
    this.#todoDelta = 0
    this.#byteDelta = 0
  }

  /** Writes the row of the list, when something in it changed, and lets everyone know. */
  async save(tx: Tx): Promise<void> {
    if (!this.#unsaved) return
    await updateList(tx, this.id, this.#unsaved)
    noteChanged(tx, this.id, this.row.head)
  }
}

/** A locked list as one of its members sees it. */
export class LockedList extends LockedRow {
  member: Selectable<MemberTable>
  /** The person has left it in this transaction. */
  left = false

  constructor(row: Selectable<ListTable>, member: Selectable<MemberTable>, quotas: OwnerQuotas) {
    super(row, quotas)
    this.member = member
  }
}

/**
 * Locks a list for this transaction and reads what the user may do with it, inside the lock: a right taken away a
 * moment ago counts. Throws Problem `list-not-found`, also for a list of others.
 */
export async function lockMyList(
  tx: Tx,
  userId: string,
  id: string,
  quotas: OwnerQuotas = new OwnerQuotas(limits.quota),
): Promise<LockedList> {
  const list = await lockRow(tx, userId, id, quotas)
  if (!(list instanceof LockedList)) throw new Problem('list-not-found')
  return list
}

/** Locks a list that is the user's or not; undefined when there is none. */
async function lockRow(
  tx: Tx,
  userId: string,
  id: string,
  quotas: OwnerQuotas,
): Promise<LockedRow | LockedList | undefined> {
  const row = await lockList(tx, id)
  if (!row) return undefined
  const member = await findMember(tx, id, userId)
  return member ? new LockedList(row, member, quotas) : new LockedRow(row, quotas)
}

/**
 * The lists that operations of one person touch, locked all at once in the order of their ids: no two can wait for each
 * other.
 */
export class LockedLists {
  readonly #lists: Map<string, LockedRow>
  /** What the owners of these lists may have. */
  readonly quotas: OwnerQuotas

  private constructor(lists: Map<string, LockedRow>, quotas: OwnerQuotas) {
    this.#lists = lists
    this.quotas = quotas
  }

  /** Those that do not exist are left out. */
  static async lock(tx: Tx, userId: string, ids: readonly string[], quota: Quota = limits.quota): Promise<LockedLists> {
    const lists = new Map<string, LockedRow>()
    const quotas = new OwnerQuotas(quota)
    for (const id of [...new Set(ids)].sort()) {
      const list = await lockRow(tx, userId, id, quotas)
      if (list) lists.set(id, list)
    }
    return new LockedLists(lists, quotas)
  }

  /** Throws Problem `list-not-found`. */
  require(id: string): LockedList {
    const list = this.find(id)
    if (!list) throw new Problem('list-not-found')
    return list
  }

  /** A list of the user's. */
  find(id: string): LockedList | undefined {
    const list = this.#lists.get(id)
    return list instanceof LockedList && !list.left ? list : undefined
  }

  /** A list that need not be the user's: for whoever is invited to it. */
  findAny(id: string): LockedRow | undefined {
    return this.#lists.get(id)
  }

  /** A list that this transaction has made or joined, or has seen only now. */
  add(list: LockedList): void {
    this.#lists.set(list.id, list)
  }

  all(): Iterable<LockedRow> {
    return this.#lists.values()
  }

  keep(): void {
    for (const list of this.#lists.values()) list.keep()
    this.quotas.keep()
  }

  forget(): void {
    for (const list of this.#lists.values()) list.forget()
    this.quotas.forget()
  }

  async save(tx: Tx): Promise<void> {
    for (const list of this.#lists.values()) await list.save(tx)
  }
}

/** Is that person a member of the list? */
export async function isMember(tx: Tx, listId: string, userId: string): Promise<boolean> {
  return (await findMember(tx, listId, userId)) !== undefined
}

/** Do the same people have both lists? */
export async function haveSameMembers(tx: Tx, listId: string, otherId: string): Promise<boolean> {
  const members = await findMembersOf(tx, [listId, otherId])
  const lists = Map.groupBy(members, (member) => member.list_id)
  const [some, others] = [listId, otherId].map((id) => new Set(lists.get(id)?.map((member) => member.user_id)))
  return some?.symmetricDifference(others ?? new Set()).size === 0
}

/**
 * Locks a list for what Tally itself does in it, and returns the `ver` that change gets; undefined when the list is
 * gone, as one may be that was found before.
 */
export async function countUp(tx: Tx, id: string): Promise<number | undefined> {
  const row = await lockList(tx, id)
  if (!row) return undefined
  const ver = row.head + 1
  await updateList(tx, id, { head: ver })
  noteChanged(tx, id, ver)
  return ver
}

/**
 * Notes what Tally itself has removed from a list for good. Whoever changes the list waits until this transaction ends.
 */
export function countRemoved(tx: Tx, id: string, removed: Omit<Holdings, 'lists'>): Promise<void> {
  return lowerCounters(tx, id, removed)
}

/**
 * Locks a list, and gives what notes up to which `ver` its tombstones are gone. A list that is gone itself needs no
 * note.
 */
export async function lockFloor(tx: Tx, id: string): Promise<(ver: number) => Promise<void>> {
  const row = await lockList(tx, id)
  return (ver) => updateList(tx, id, { floor: Math.max(ver, row?.floor ?? 0) })
}

/** May its member change what is in it? Nobody may while it is in the trash. */
export function isWritable({ row, member }: LockedList): boolean {
  return may(member.role, 'change what is in it') && row.deleted_at === null
}

/** Throws Problem `list-read-only` for viewers and `list-deleted` for a list in the trash. */
export function requireWritable(list: LockedList): void {
  requireRight(list, 'change what is in it')
  requireNotDeleted(list)
}

/** Throws Problem `list-read-only` for who may not do that. */
export function requireRight(list: LockedList, right: ListRight): void {
  if (!may(list.member.role, right)) throw new Problem('list-read-only')
}

/** Throws Problem `list-deleted` for a list in the trash. */
export function requireNotDeleted(list: LockedList): void {
  if (list.row.deleted_at !== null) throw new Problem('list-deleted')
}
