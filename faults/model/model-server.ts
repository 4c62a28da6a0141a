import assert from 'node:assert/strict'
import type { Member, SyncOperation, SyncVerdict, Todo } from '@tally/contract'
import { byPosition, positionAtEnd } from '../../web/src/app/sync/position.ts'
import type { ListRows, Rows } from '../../web/src/app/sync/replica/rows.ts'
import { withChanges, type Person } from '../../web/src/app/sync/replica/view.ts'
import { copiesLeftBy } from './left-copies.ts'

/**
 * What the server must have come to: the rows of every person after every operation that it accepted, in its order. The
 * rules are those by which the browser shows a change before the server has it, so a difference is a fault on one side.
 */
export class ModelServer {
  readonly #people: readonly Person[]
  readonly #rows: Map<string, Rows>
  /** Verdicts that the server must give again. */
  readonly #verdicts = new Map<string, SyncVerdict>()
  #copies = 1_000
  #unnamed: { listId: string; id: string }[] = []

  /** @param rows those of each person at the beginning, by their id */
  constructor(people: readonly Person[], rows: ReadonlyMap<string, Rows>) {
    this.#people = people
    this.#rows = new Map(rows)
  }

  /** What a person has. */
  rowsOf({ userId }: Person): Rows {
    return this.#rows.get(userId) ?? new Map()
  }

  /** Whether an operation was accepted. */
  hasAccepted(id: string): boolean {
    return this.#verdicts.get(id)?.ok === true
  }

  /** Takes a verdict of the server, in its order; throws where the model would have come to another one. */
  judge(person: Person, operation: SyncOperation, verdict: SyncVerdict): void {
    assert.equal(verdict.id, operation.id, 'verdicts come in the order of the operations')
    const known = this.#verdicts.get(operation.id)
    if (verdict.dup) {
      // Putting a list that is there already is answered without being written down.
      if (operation.type !== 'list.put')
        assert.deepEqual(verdict, { ...known, dup: true }, 'the verdict of the first time')
      return
    }
    if (known) assert.fail(`judged twice: ${JSON.stringify({ operation, known, verdict })}`)
    // Refused without a list to keep the verdict with: it may be asked for anew.
    if (verdict.ok || verdict.code !== 'list-not-found') this.#verdicts.set(operation.id, verdict)
    const before = this.rowsOf(person)
    const after = withChanges(before, [{ operation, at: 0 }], person)
    if (verdict.ok) this.#takeOver(person, operation, before, after)
    // Only the server knows the ids of what is somebody else's.
    else if (verdict.code !== 'id-taken' || !this.#isTaken(operation)) {
      assert.deepEqual(after, before, `shown, and refused as ${verdict.code}: ${JSON.stringify(operation)}`)
    }
  }

  /** The copies of the last operations, under ids of the model: each with the list it is in. */
  get unnamedCopies(): { listId: string; id: string }[] {
    return this.#unnamed
  }

  /** Gives copies the ids that the server chose; `found` is what the list has there. */
  nameCopies(listId: string, found: readonly Todo[]): void {
    const unnamed = new Set(this.#unnamed.filter((copy) => copy.listId === listId).map(({ id }) => id))
    const rows = this.#people.map((person) => this.rowsOf(person).get(listId)).find((one) => one !== undefined)
    const left = found.filter(({ id }) => !rows?.todos.has(id)).sort(byId)
    const names = new Map<string, string>()
    for (const copy of [...(rows?.todos.values() ?? [])].filter(({ id }) => unnamed.has(id)).sort(byId)) {
      const index = left.findIndex((todo) => contentOf(todo) === contentOf(copy))
      names.set(copy.id, left.splice(index, 1)[0]?.id ?? copy.id)
    }
    const named = (id: string) => names.get(id) ?? id
    for (const [userId, lists] of this.#rows) {
      const list = lists.get(listId)
      if (!list) continue
      const todos = [...list.todos.values()].map((todo) => {
        const parentId = todo.parentId === null ? null : named(todo.parentId)
        return { ...todo, id: named(todo.id), parentId }
      })
      this.#rows.set(
        userId,
        new Map(lists).set(listId, { ...list, todos: new Map(todos.map((todo) => [todo.id, todo])) }),
      )
    }
    this.#unnamed = this.#unnamed.filter((copy) => copy.listId !== listId)
  }

  #isTaken(operation: SyncOperation): boolean {
    if (operation.type === 'list.put') return true
    const steps = operation.type === 'batch' ? operation.ops : [operation]
    const lists = [...this.#rows.values()].flatMap((rows) => [...rows.values()])
    return steps.some(
      (step) =>
        step.type === 'todo.put' && lists.some(({ list, todos }) => list.id !== step.listId && todos.has(step.key)),
    )
  }

  #withCopies(person: Person, operation: SyncOperation, before: Rows, after: Rows): Rows {
    let rows = after
    for (const copy of copiesLeftBy(person, operation, before, () => `copy-${this.#copies++}`)) {
      const list = rows.get(copy.listId)
      if (!list) continue
      rows = new Map(rows).set(copy.listId, { ...list, todos: new Map(list.todos).set(copy.id, copy) })
      this.#unnamed.push({ listId: copy.listId, id: copy.id })
    }
    return rows
  }

  #takeOver(person: Person, operation: SyncOperation, before: Rows, shown: Rows): void {
    const after = this.#withCopies(person, operation, before, shown)
    this.#rows.set(person.userId, after)
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(id), after.get(id)]
      if (now !== old)
        this.#tellOthers(person, id, now ? this.#withNewMember(now, operation) : withoutMember(old, person))
    }
  }

  /** The view waits for a pull to show somebody whose name it does not know. */
  #withNewMember(rows: ListRows, operation: SyncOperation): ListRows {
    if (operation.type !== 'member.put' || rows.members.some(({ userId }) => userId === operation.key)) return rows
    const person = this.#people.find(({ userId }) => userId === operation.key)
    return person ? { ...rows, members: [...rows.members, { ...person, role: operation.fields.role, ver: 0 }] } : rows
  }

  /** A list is the same for all who have it, but for their role and its place among their lists. */
  #tellOthers(person: Person, id: string, rows: ListRows): void {
    for (const other of this.#people) {
      const theirs = new Map(this.rowsOf(other))
      const member = rows.members.find(({ userId }) => userId === other.userId)
      if (member) {
        const position = other === person ? rows.list.position : (theirs.get(id)?.list.position ?? endOf(theirs))
        theirs.set(id, { ...rows, list: { ...rows.list, role: member.role, position } })
      } else theirs.delete(id)
      this.#rows.set(other.userId, theirs)
    }
  }
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}

/** What a todo says by itself. */
function contentOf({ title, notes, position, completed, dueOn, createdBy }: Todo): string {
  return JSON.stringify([title, notes, position, completed, dueOn, createdBy])
}

/** A list after somebody has left it. */
function withoutMember(rows: ListRows | undefined, { userId }: Person): ListRows {
  assert.ok(rows, 'who leaves a list had it')
  const todos = [...rows.todos].map(
    ([id, todo]) => [id, todo.assigneeId === userId ? { ...todo, assigneeId: null } : todo] as const,
  )
  const members = rows.members.filter((member: Member) => member.userId !== userId)
  return { ...rows, members, todos: new Map(todos) }
}

/** The place behind all lists that somebody has. */
function endOf(rows: Rows): string {
  const lists = [...rows.values()].map(({ list }) => list).sort(byPosition)
  return positionAtEnd(lists)
}
