import * as fc from 'fast-check'
import type { BatchOperation, SyncBatch, SyncStep, TodoFields } from '@tally/contract'
import { byPosition, placesAt, type Placed } from '../../web/src/app/sync/position.ts'
import type { ListRows, Rows } from '../../web/src/app/sync/engine/rows.ts'
import type { Person } from '../../web/src/app/sync/engine/view.ts'

/** What a person does, by the numbers of what they see: the same words fit whatever is there. */
export type Step =
  | {
      readonly type: 'todo.put'
      readonly list: number
      readonly todo: number | 'new'
      readonly fields: FieldChoice & { title: string }
    }
  | { readonly type: 'todo.patch'; readonly list: number; readonly todo: number; readonly fields: FieldChoice }
  | { readonly type: 'todo.complete'; readonly list: number; readonly todo: number; readonly isOld: boolean }
  | { readonly type: 'todo.delete' | 'todo.restore'; readonly list: number; readonly todo: number }
  | {
      readonly type: 'todo.move'
      readonly list: number
      readonly todo: number
      readonly to: number
      readonly place?: number
    }
  | { readonly type: 'list.put'; readonly isKnown: boolean; readonly name: string; readonly place?: number }
  | {
      readonly type: 'list.patch'
      readonly list: number
      readonly name?: string
      readonly color?: 'red' | null
      readonly place?: number
    }
  | { readonly type: 'list.delete' | 'list.restore'; readonly list: number }
  | {
      readonly type: 'member.put'
      readonly list: number
      readonly who: number
      readonly role: 'owner' | 'editor' | 'viewer'
    }
  | { readonly type: 'member.delete'; readonly list: number; readonly who: number }
  | { readonly type: 'invitation.accept'; readonly list: number }
  | { readonly type: 'invitation.decline'; readonly list: number }

/** Values of fields; `place` among the todos, `parent` and `assignee` by number. */
type FieldChoice = Omit<TodoFields, 'position' | 'parentId' | 'assigneeId'> & {
  readonly place?: number
  readonly parent?: number | null
  readonly assignee?: number | null
}

/** A number that stands for something that is not there as a rule. */
const rarely = 15
const number = fc.nat({ max: rarely })
const word = fc.constantFrom('Milk', 'Bread', 'Tea', 'Salt')

/** One or two fields, or what belongs together; a time of day without a day is refused. */
const fieldChoice: fc.Arbitrary<FieldChoice> = fc.oneof(
  fc.record({ notes: fc.constantFrom('', 'The blue one', 'Two of them') }),
  fc.record({ completed: fc.boolean() }),
  fc.record({ dueOn: fc.constantFrom(null, '2026-01-05', '2026-01-06') }),
  fc.record({
    dueOn: fc.constant('2026-01-07'),
    dueTime: fc.constant('09:30'),
    timeZone: fc.constant('Europe/Berlin'),
  }),
  fc.record({ dueTime: fc.constantFrom(null, '10:30') }),
  fc.record({ dueOn: fc.constantFrom('2026-01-05', '2026-01-08'), repeat: fc.constantFrom('every day', null) }),
  fc.record({
    priority: fc.nat({ max: 3 }),
    labels: fc.uniqueArray(fc.constantFrom('shop', 'home'), { maxLength: 2 }),
  }),
  fc.record({ place: number }),
  fc.record({ parent: fc.option(number) }),
  fc.record({ assignee: fc.option(number) }),
)
const fields = fc.array(fieldChoice, { maxLength: 3 }).map((choices) => Object.assign({}, ...choices) as FieldChoice)
const putFields = fc.tuple(word, fields).map(([title, others]) => ({ ...others, title }))
const patchFields = fc.oneof(putFields, fields)

const type = <const T extends string>(value: T) => fc.constant(value)
const todoSteps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: type('todo.put'),
      list: number,
      todo: fc.oneof({ weight: 5, arbitrary: type('new') }, number),
      fields: putFields,
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: type('todo.patch'), list: number, todo: number, fields: patchFields }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('todo.delete', 'todo.restore'), list: number, todo: number }),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      { type: type('todo.move'), list: number, todo: number, to: number, place: number },
      { requiredKeys: ['type', 'list', 'todo', 'to'] },
    ),
  },
) as fc.Arbitrary<Step>
const otherSteps = fc.oneof(
  fc.record({ type: type('todo.complete'), list: number, todo: number, isOld: fc.boolean() }),
  fc.record(
    { type: type('list.put'), isKnown: fc.boolean(), name: word, place: number },
    { requiredKeys: ['type', 'isKnown', 'name'] },
  ),
  fc.record(
    { type: type('list.patch'), list: number, name: word, color: fc.constantFrom('red', null), place: number },
    { requiredKeys: ['type', 'list'] },
  ),
  fc.record({ type: fc.constantFrom('list.delete', 'list.restore'), list: number }),
  fc.record({
    type: type('member.put'),
    list: number,
    who: number,
    role: fc.constantFrom('owner', 'editor', 'viewer'),
  }),
  fc.record({ type: type('member.delete'), list: number, who: number }),
  fc.record({
    type: fc.constantFrom('invitation.accept', 'invitation.accept', 'invitation.decline'),
    list: number,
  }),
) as fc.Arbitrary<Step>

/** What a person does. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: todoSteps },
  { weight: 4, arbitrary: otherSteps },
)

/** What is sent as one batch. */
export const anyBatch: fc.Arbitrary<readonly Step[]> = fc.array(todoSteps, { minLength: 1, maxLength: 4 })

/** What steps are about: what a person sees, all ids there ever were, and new ones. */
export type Scene = {
  readonly rows: Rows
  /** The lists the person is invited to. */
  readonly invitedTo: readonly string[]
  readonly people: readonly Person[]
  readonly everyList: string[]
  readonly everyTodo: string[]
  readonly newId: () => string
}

/** The operation of a step. */
export function toOperation(step: Step, scene: Scene): SyncStep {
  if (step.type === 'list.put') return putList(step, scene)
  if (step.type === 'invitation.accept' || step.type === 'invitation.decline') {
    return { type: step.type, listId: invitedListAt(scene, step.list) }
  }
  const listId = step.type.startsWith('todo.') ? listAt(scene, step.list) : ownListAt(scene, step.list)
  switch (step.type) {
    case 'list.patch': {
      const { name, color, place } = step
      const position = place === undefined ? undefined : positionIn(sortedLists(scene.rows), place)
      return { type: step.type, listId, fields: given({ name, color, position }) }
    }
    case 'list.delete':
    case 'list.restore':
      return { type: step.type, listId }
    case 'member.put':
      return { type: step.type, listId, key: personAt(scene, step.who), fields: { role: step.role } }
    case 'member.delete':
      return { type: step.type, listId, key: personAt(scene, step.who) }
    case 'todo.complete': {
      const key = todoAt(scene, listId, step.todo)
      const dueOn = scene.rows.get(listId)?.todos.get(key)?.dueOn ?? null
      return { type: step.type, listId, key, occurrence: step.isOld ? '2026-01-01' : dueOn }
    }
    default:
      return toTodoOperation(step, listId, scene)
  }
}

/** The batch of steps; they must all be of todos. */
export function toBatch(steps: readonly Step[], scene: Scene): SyncBatch {
  const ops = steps.map((step) => toOperation(step, scene) as BatchOperation)
  return { type: 'batch', listId: ops[0]?.listId ?? '', ops }
}

function putList(step: Extract<Step, { type: 'list.put' }>, scene: Scene): SyncStep {
  const known = step.isKnown ? sortedLists(scene.rows)[0]?.id : undefined
  const listId = known ?? scene.newId()
  if (known === undefined) scene.everyList.push(listId)
  const position = step.place === undefined ? undefined : positionIn(sortedLists(scene.rows), step.place)
  return { type: 'list.put', listId, fields: { name: step.name, ...given({ position }) } }
}

type TodoStep = Extract<Step, { type: 'todo.put' | 'todo.patch' | 'todo.delete' | 'todo.restore' | 'todo.move' }>

function toTodoOperation(step: TodoStep, listId: string, scene: Scene): BatchOperation {
  const key = step.todo === 'new' ? scene.newId() : todoAt(scene, listId, step.todo)
  switch (step.type) {
    case 'todo.put':
      scene.everyTodo.push(key)
      return {
        type: step.type,
        listId,
        key,
        fields: { ...toFields(step.fields, listId, key, scene), title: step.fields.title },
      }
    case 'todo.patch': {
      const { title, notes } = scene.rows.get(listId)?.todos.get(key) ?? {}
      const base = given({ title, notes })
      return { type: step.type, listId, key, fields: toFields(step.fields, listId, key, scene), base }
    }
    case 'todo.move': {
      const to = listAt(scene, step.to)
      const position = step.place === undefined ? undefined : placeIn(scene.rows.get(to), key, step.place)
      return { type: step.type, listId, key, fields: { listId: to, ...given({ position }) } }
    }
    default:
      return { type: step.type, listId, key }
  }
}

function toFields(
  { place, parent, assignee, ...fields }: FieldChoice,
  listId: string,
  key: string,
  scene: Scene,
): TodoFields {
  return {
    ...fields,
    ...(place === undefined ? {} : { position: placeIn(scene.rows.get(listId), key, place) }),
    ...(parent === undefined ? {} : { parentId: parent === null ? null : todoAt(scene, listId, parent) }),
    ...(assignee === undefined ? {} : { assigneeId: assignee === null ? null : personAt(scene, assignee) }),
  }
}

function placeIn(rows: ListRows | undefined, key: string, place: number): string {
  const others = [...(rows?.todos.values() ?? [])].filter(({ id }) => id !== key).sort(byPosition)
  return positionIn(others, place % (others.length + 1))
}

/** The position before number `place`, or at the end. */
function positionIn(sorted: readonly Placed[], place: number): string {
  return placesAt(sorted, Math.min(place, sorted.length), '')[0].position
}

/** A list by its number: seldom one that may be gone or never was mine. */
function listAt({ rows, everyList }: Scene, index: number): string {
  const seen = [...rows.keys()].sort()
  return (index === rarely ? everyList[0] : undefined) ?? seen[index % seen.length] ?? ''
}

/** Likewise, and seldom the Inbox, with which little can be done. */
function ownListAt(scene: Scene, index: number): string {
  const others = [...scene.rows.values()].flatMap(({ list }) => (list.kind === 'inbox' ? [] : [list.id])).sort()
  return index < rarely - 1 ? (others[index % others.length] ?? listAt(scene, index)) : listAt(scene, index)
}

/** A list the person is invited to by its number, else one that they have or once had. */
function invitedListAt(scene: Scene, index: number): string {
  return scene.invitedTo[index % scene.invitedTo.length] ?? listAt(scene, index)
}

/** A todo of the list by its number: seldom one that may be elsewhere or gone. */
function todoAt({ rows, everyTodo, newId }: Scene, listId: string, index: number): string {
  const seen = [...(rows.get(listId)?.todos.keys() ?? [])].sort()
  return (index === rarely ? everyTodo.at(-1) : undefined) ?? seen[index % seen.length] ?? newId()
}

function personAt({ people }: Scene, index: number): string {
  return people[index % people.length]?.userId ?? ''
}

function sortedLists(rows: Rows): { id: string; position: string }[] {
  return [...rows.values()].map(({ list }) => list).sort(byPosition)
}

function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
