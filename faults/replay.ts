import type { SyncOperation, SyncStep } from '@tally/contract'
import type { Entry } from './ledger.ts'
import { ModelList, type ModelTodo } from './model-list.ts'

/** An operation that was acknowledged, with the `ver` it got in its own list. */
type Accepted = { readonly operation: SyncOperation; readonly userId: string; readonly ver: number }

/** What is wrong, by the id of the operation, or by the list and `ver` of a change that nobody was told of. */
export type Findings = {
  readonly lost: Map<string, string>
  readonly doubled: Map<string, string>
  readonly halfApplied: Map<string, string>
}

/**
 * Does again, on paper, what the server acknowledged, by rules written down a second time, in the order the server
 * itself gave: each change of a list has the next `ver` of that list. What comes out is what the server must have.
 *
 * A change of two lists has a `ver` in both, of which the device is told one. What goes into a list comes from one
 * other list only (`ListMap`), so a `ver` that nobody was told belongs to the next change of that other list.
 */
export class Replay {
  readonly lists = new Map<string, ModelList>()
  readonly findings: Findings = { lost: new Map(), doubled: new Map(), halfApplied: new Map() }
  /** What was in the trash at some time, or was no longer in its list: a reason for the server to refuse. */
  readonly everDeleted = new Set<string>()
  readonly everGone = new Set<string>()
  /** In which list each todo was made. */
  readonly madeIn = new Map<string, string>()
  readonly #waiting = new Map<string, Map<number, Accepted[]>>()
  readonly #heads: ReadonlyMap<string, number>

  /**
   * @param entries all that was sent
   * @param begin the counter of each list that was there before anything was sent
   * @param heads the counter of each list now
   */
  constructor(entries: Iterable<Entry>, begin: ReadonlyMap<string, number>, heads: ReadonlyMap<string, number>) {
    this.#heads = heads
    for (const [id, head] of begin) this.lists.set(id, new ModelList(head))
    for (const { operation, userId, verdict } of entries) {
      if (!verdict?.ok) continue
      const vers = this.#waiting.get(operation.listId) ?? new Map<number, Accepted[]>()
      this.#waiting.set(operation.listId, vers)
      vers.set(verdict.ver, [...(vers.get(verdict.ver) ?? []), { operation, userId, ver: verdict.ver }])
    }
    for (const [id, list] of this.lists) this.#close(id, list)
    this.#run()
  }

  #run(): void {
    for (;;) {
      let hasMoved = false
      for (const id of this.#waiting.keys()) while (this.#advance(id)) hasMoved = true
      if (!hasMoved && !this.#getUnstuck()) break
    }
    for (const vers of this.#waiting.values()) {
      for (const { operation, ver } of [...vers.values()].flat()) {
        this.findings.lost.set(
          operation.id,
          `${operation.type} was acknowledged as ver ${ver}, which its list never reached`,
        )
      }
    }
  }

  /** Does the next change of a list, if it is known which one that is. */
  #advance(id: string): boolean {
    const next = (this.lists.get(id)?.head ?? 0) + 1
    const owner = this.#ownerOf(id, next)
    if (!owner) return false
    const other = otherListOf(owner.operation)
    if (other !== undefined && !this.#isNextOfNobody(other)) return false
    this.#apply(owner, other)
    return true
  }

  /** Whose change it is that has this `ver`; none when nobody was told so. */
  #ownerOf(id: string, ver: number): Accepted | undefined {
    return this.#waiting
      .get(id)
      ?.get(ver)
      ?.find((accepted) => this.#wouldChange(accepted))
  }

  #isNextOfNobody(id: string): boolean {
    const list = this.lists.get(id)
    return list !== undefined && this.#ownerOf(id, list.head + 1) === undefined
  }

  /**
   * Whether an operation changes something as things stand. One that should be impossible by now counts as a change.
   */
  #wouldChange({ operation }: Accepted): boolean {
    if (operation.type === 'list.put') return !this.lists.has(operation.listId)
    return this.lists.get(operation.listId)?.wouldChange(operation) ?? false
  }

  #apply(accepted: Accepted, other: string | undefined): void {
    const { operation, userId } = accepted
    const { listId } = operation
    this.#forget(accepted)
    if (operation.type === 'list.put') {
      const list = new ModelList(0)
      list.name = operation.fields.name
      list.positions.set(userId, operation.fields.position ?? '')
      this.lists.set(listId, list)
    }
    const list = this.#require(listId)
    const target = other === undefined ? undefined : this.#require(other)
    list.head += 1
    if (target) target.head += 1
    const steps: readonly SyncStep[] = operation.type === 'batch' ? operation.ops : [operation]
    for (const step of steps) {
      const isPossible = list.apply(step, { by: operation.id, userId, target })
      if (!isPossible)
        this.findings.lost.set(operation.id, `${step.type} was acknowledged, but what it is about was not there`)
      this.#remember(step)
    }
    this.#close(listId, list)
    if (other !== undefined && target) this.#close(other, target)
  }

  /** The counter of a list has a new value: whatever else was told that `ver` must have changed nothing. */
  #close(id: string, list: ModelList): void {
    for (const accepted of this.#waiting.get(id)?.get(list.head) ?? []) {
      this.#forget(accepted)
      if (!this.#wouldChange(accepted)) continue
      this.findings.lost.set(accepted.operation.id, `${accepted.operation.type} has a ver that is another change's`)
    }
  }

  /** Nothing follows from the order any more, so something is wrong: notes what, and goes on behind it. */
  #getUnstuck(): boolean {
    for (const [id, list] of this.lists) {
      const owner = this.#ownerOf(id, list.head + 1)
      const other = owner && otherListOf(owner.operation)
      if (owner && other !== undefined && (this.lists.get(other)?.head ?? 0) >= (this.#heads.get(other) ?? 0)) {
        this.findings.halfApplied.set(owner.operation.id, `${owner.operation.type} changed one of its two lists only`)
        this.#apply(owner, other)
        return true
      }
    }
    for (const [id, list] of this.lists) {
      if (list.head >= (this.#heads.get(id) ?? 0) || this.#ownerOf(id, list.head + 1)) continue
      list.head += 1
      this.findings.doubled.set(
        `${id} ${list.head}`,
        `ver ${list.head} of list ${id} is a change that nobody was told of`,
      )
      this.#close(id, list)
      return true
    }
    return false
  }

  #remember(step: SyncStep): void {
    const key = 'key' in step ? step.key : ''
    if (step.type === 'todo.put') this.madeIn.set(key, step.listId)
    if (step.type === 'todo.delete') this.everDeleted.add(key)
    if (step.type === 'list.delete') this.everDeleted.add(step.listId)
    if (step.type === 'todo.move') this.everGone.add(key)
  }

  #forget({ operation, ver }: Accepted): void {
    const vers = this.#waiting.get(operation.listId)
    const left = vers?.get(ver)?.filter((accepted) => accepted.operation !== operation) ?? []
    if (left.length > 0) vers?.set(ver, left)
    else vers?.delete(ver)
  }

  #require(id: string): ModelList {
    const list = this.lists.get(id)
    if (list) return list
    const unknown = new ModelList(0)
    this.lists.set(id, unknown)
    return unknown
  }

  /** All todos that must be there, by their id. */
  todos(): Map<string, ModelTodo & { listId: string }> {
    const all = [...this.lists].flatMap(([listId, { todos }]) =>
      [...todos].map(([id, todo]) => [id, { ...todo, listId }] as const),
    )
    return new Map(all)
  }
}

/** The second list that an operation changes. */
function otherListOf(operation: SyncOperation): string | undefined {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  return steps.find((step) => step.type === 'todo.move')?.fields.listId
}
