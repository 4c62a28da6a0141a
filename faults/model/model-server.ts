import assert from 'node:assert/strict'
import type { ListRole, Member, SyncOperation, SyncStep, SyncVerdict, Todo } from '@tally/contract'
import { byPosition, positionAtEnd } from '../../web/src/app/sync/position.ts'
import type { ListRows, Rows } from '../../web/src/app/sync/engine/rows.ts'
import { withChanges, type Person } from '../../web/src/app/sync/engine/view.ts'
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
  /** What whoever has not answered yet is invited to be, by list and person. */
  readonly #invitations = new Map<string, ListRole>()

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
    if (this.#isKept(person, operation, verdict)) this.#verdicts.set(operation.id, verdict)
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

  /** Refused without a list to keep the verdict with, or declined without an invitation: it may be asked for anew. */
  #isKept({ userId }: Person, { type, listId }: SyncOperation, verdict: SyncVerdict): boolean {
    if (!verdict.ok) return verdict.code !== 'list-not-found' && verdict.code !== 'invitation-not-found'
    return type !== 'invitation.decline' || this.#isOpen(listId, userId)
  }

  #takeOver(person: Person, operation: SyncOperation, before: Rows, shown: Rows): void {
    const after = this.#withCopies(person, operation, before, shown)
    this.#rows.set(person.userId, after)
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(id), after.get(id)]
      if (now !== old) this.#tellOthers(person, id, now ?? withoutMember(old, person))
    }
    if (operation.type === 'member.put') this.#invite(operation, before)
    if (operation.type === 'member.delete') this.#invitations.delete(keyOf(operation.listId, operation.key))
    if (operation.type === 'invitation.accept') this.#accept(operation.listId, person)
    if (operation.type === 'invitation.decline' && this.#isOpen(operation.listId, person.userId)) {
      this.#invitations.delete(keyOf(operation.listId, person.userId))
    }
  }

  /** Whoever is no member is invited, a member is offered the list, and any other role of theirs ends that. */
  #invite({ listId, key, fields: { role } }: Extract<SyncStep, { type: 'member.put' }>, before: Rows): void {
    const member = before.get(listId)?.members.find(({ userId }) => userId === key)
    if (member?.role === 'owner') return
    if (!member || role === 'owner') this.#invitations.set(keyOf(listId, key), role)
    else this.#invitations.delete(keyOf(listId, key))
  }

  #accept(listId: string, person: Person): void {
    const rows = this.#find(listId)
    const role = this.#invitations.get(keyOf(listId, person.userId))
    if (!rows || role === undefined || !this.#isOpen(listId, person.userId)) return
    this.#invitations.delete(keyOf(listId, person.userId))
    if (role !== 'owner') {
      this.#tellOthers(undefined, listId, { ...rows, members: [...rows.members, { ...person, role, ver: 0 }] })
      return
    }
    for (const { userId } of this.#people) this.#invitations.delete(keyOf(listId, userId))
    const members = rows.members.map((member): Member => {
      if (member.userId === person.userId) return { ...member, role }
      return member.role === 'owner' ? { ...member, role: 'editor' } : member
    })
    this.#tellOthers(undefined, listId, { ...rows, members })
  }

  /** Whether somebody is invited to a list that is not in the trash. */
  #isOpen(listId: string, userId: string): boolean {
    return this.#invitations.has(keyOf(listId, userId)) && this.#find(listId)?.list.deletedAt === null
  }

  #find(listId: string): ListRows | undefined {
    return [...this.#rows.values()].find((rows) => rows.has(listId))?.get(listId)
  }

  /** A list is the same for all who have it, but for their role and its place among their lists. */
  #tellOthers(person: Person | undefined, id: string, rows: ListRows): void {
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

function keyOf(listId: string, userId: string): string {
  return `${listId} ${userId}`
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
