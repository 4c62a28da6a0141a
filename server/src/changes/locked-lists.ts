import type { Selectable } from 'kysely'
import { limits, type Quota } from '@tally/contract'
import { may, type ListRight } from '@tally/contract/rights'
import type { Tx } from '../db/db.ts'
import type { ListTable, MemberTable, TodoRow } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import { publishListChanged } from './list-events.ts'
import { clearAssignments, findMember, lockList, updateList, type LockedListRow } from './list-store.ts'
import { findMembersOf } from './member-store.ts'
import { OwnerQuotas, quotaReached, type Growth } from './owner-quotas.ts'
import { placeTodos, type Place } from './position-store.ts'
import { deleteLeavingTombstone, findTodo, insertTodo, updateTodo } from './todo-store.ts'

type ListFields = Partial<Selectable<ListTable>>

/**
 * A list that this transaction has locked. What an operation changes in it carries `nextVer`; whoever changes something
 * says so with `touch` or `set`. Then `keep` lets it stand, or `forget` undoes it, and the row of the list is written
 * back once, with `save`.
 */
export class LockedRow {
  row: LockedListRow
  /** The longest position that a todo of it was given in this transaction. */
  longestPosition = ''
  /** The todo that was read or written last, so that a change of one reads it once. */
  #todo: TodoRow | undefined
  #change: ListFields | undefined
  #openDelta = 0
  #todoDelta = 0
  #byteDelta = 0
  #unsaved: ListFields | undefined
  readonly #quotas: OwnerQuotas

  constructor(row: LockedListRow, quotas: OwnerQuotas) {
    this.row = row
    this.#quotas = quotas
  }

  get id(): string {
    return this.row.id
  }

  get nextVer(): number {
    return this.row.head + 1
  }

  /** A todo of the list, as it is at this point of the transaction. */
  async findTodo(tx: Tx, id: string): Promise<TodoRow | undefined> {
    if (this.#todo?.id !== id) this.#todo = await findTodo(tx, this.id, id)
    return this.#todo
  }

  /** Adds a todo unless its id is in use, in whatever list; says whether it did. */
  async insertTodo(tx: Tx, todo: TodoRow): Promise<boolean> {
    const isAdded = await insertTodo(tx, todo)
    if (isAdded) this.#todo = todo
    return isAdded
  }

  /** Sets columns of a todo, which is `before` until now. */
  async updateTodo(tx: Tx, before: TodoRow, columns: Partial<TodoRow>): Promise<void> {
    await updateTodo(tx, this.id, before.id, columns)
    this.#todo = { ...before, ...columns }
  }

  /** Takes a todo out of the list for good, and leaves a tombstone. `at` in milliseconds. */
  async removeTodo(tx: Tx, id: string, at: number): Promise<void> {
    await deleteLeavingTombstone(tx, this.id, id, this.nextVer, at)
    this.#todo = undefined
  }

  /** Gives todos of the list other positions. */
  async placeTodos(tx: Tx, places: readonly Place[]): Promise<void> {
    await placeTodos(tx, this.id, places, this.nextVer)
    this.#todo = undefined
  }

  /** What a person was to do in the list is nobody's any more. `at` in milliseconds. */
  async clearAssignments(tx: Tx, userId: string, at: number): Promise<void> {
    await clearAssignments(tx, this.id, userId, { updated_at: at, ver: this.nextVer })
    this.#todo = undefined
  }

  /** Records that a todo was given a position. */
  place(position: string): void {
    if (position.length > this.longestPosition.length) this.longestPosition = position
  }

  /** Records a change in the list, and how many open todos there are more (or fewer) after it. */
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

  /** Changes the list itself, or records (with no fields) that its members changed. */
  set(fields: ListFields): void {
    this.#change = { ...this.#change, ...fields, ver: this.nextVer }
  }

  /** What was recorded stands. What comes next gets a `ver` of its own. */
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
    this.#reset()
  }

  /** What was recorded since the last `keep` is undone. */
  forget(): void {
    this.#todo = undefined
    this.#reset()
  }

  #reset(): void {
    this.#change = undefined
    this.#openDelta = 0
    this.#todoDelta = 0
    this.#byteDelta = 0
  }

  /** Writes the row of the list, when something in it changed, and publishes that. */
  async save(tx: Tx): Promise<void> {
    if (!this.#unsaved) return
    await updateList(tx, this.id, this.#unsaved)
    publishListChanged(tx, this.id, this.row.head)
  }
}

/** A locked list as one of its members sees it. */
export class LockedList extends LockedRow {
  member: Selectable<MemberTable>
  /** The person has left it in this transaction. */
  left = false

  constructor(row: LockedListRow, member: Selectable<MemberTable>, quotas: OwnerQuotas) {
    super(row, quotas)
    this.member = member
  }
}

/**
 * Locks a list for this transaction and reads what the user may do with it, inside the lock: a right taken away a
 * moment ago counts. Throws Problem `list-not-found`, also for a list of others.
 */
export async function lockMyList(tx: Tx, userId: string, id: string, quotas: OwnerQuotas): Promise<LockedList> {
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

/** May its member change what is in it? Nobody may while it is in the trash. */
export function isWritable({ row, member }: LockedList): boolean {
  return may(member.role, 'write') && row.deleted_at === null
}

/** Throws Problem `list-read-only` for viewers and `list-deleted` for a list in the trash. */
export function requireWritable(list: LockedList): void {
  requireRight(list, 'write')
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
