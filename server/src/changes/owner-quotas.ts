import type { Quota, QuotaName } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { findHoldings, type Holdings } from './quota-store.ts'

/** What a list gets more (or less) of. Bytes are those of UTF-8. */
export type Growth = { readonly todos?: number; readonly bytes?: number }

/** Which quota bounds what an owner holds in all their lists. */
const bounds = { lists: 'lists', todos: 'todos', bytes: 'textBytes' } as const

/**
 * Keeps the owners of lists within their quota during one transaction. What an owner has is read once, when something
 * grows; what this transaction adds is counted here until its lists are saved. Two transactions that write into two
 * lists of one owner at once do not see each other: together they may pass the quota by what one of them adds.
 */
export class OwnerQuotas {
  readonly quota: Quota
  readonly #stored = new Map<string, Holdings>()
  #kept = new Map<string, Holdings>()
  #pending = new Map<string, Holdings>()

  constructor(quota: Quota) {
    this.quota = quota
  }

  /** Charges an owner for what they are about to get; throws Problem `quota-reached` for growth that has no room. */
  async charge(tx: Tx, ownerId: string, growth: Partial<Holdings>): Promise<void> {
    const { lists = 0, todos = 0, bytes = 0 } = growth
    const grown = { lists, todos, bytes }
    this.#pending = plus(this.#pending, new Map([[ownerId, grown]]))
    if (Math.max(lists, todos, bytes) <= 0) return
    const stored = this.#stored.get(ownerId) ?? (await findHoldings(tx, ownerId))
    this.#stored.set(ownerId, stored)
    const parts = [stored, this.#kept.get(ownerId), this.#pending.get(ownerId)]
    for (const what of ['lists', 'todos', 'bytes'] as const) {
      const total = parts.reduce((sum, part) => sum + (part?.[what] ?? 0), 0)
      if (grown[what] > 0 && total > this.quota[bounds[what]]) throw quotaReached(bounds[what])
    }
  }

  /** What was charged stands. */
  keep(): void {
    this.#kept = plus(this.#kept, this.#pending)
    this.#pending = new Map()
  }

  /** What was charged since the last `keep` is undone. */
  forget(): void {
    this.#pending = new Map()
  }
}

function plus(some: ReadonlyMap<string, Holdings>, more: ReadonlyMap<string, Holdings>): Map<string, Holdings> {
  const sums = new Map(some)
  for (const [owner, { lists, todos, bytes }] of more) {
    const sum = sums.get(owner) ?? { lists: 0, todos: 0, bytes: 0 }
    sums.set(owner, { lists: sum.lists + lists, todos: sum.todos + todos, bytes: sum.bytes + bytes })
  }
  return sums
}

const details: Record<QuotaName, string> = {
  lists: 'The owner has reached their limit for lists, including those in the trash',
  todosInList: 'The list has reached its limit for todos, including those in the trash',
  todos: 'The list’s owner has reached their limit for todos, including those in the trash',
  textBytes: 'The list’s owner has reached their limit for text, including what is in the trash',
}

/** The Problem `quota-reached` of a quota. */
export function quotaReached(quota: QuotaName): Problem {
  return new Problem('quota-reached', { quota, detail: details[quota] })
}
