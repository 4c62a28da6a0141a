import type { BatchOperation, Todo } from '@tally/contract'
import type { Change } from '../web/src/app/sync/engine/engine.ts'
import type { ListRows, Rows } from '../web/src/app/sync/engine/rows.ts'
import { placesAt } from '../web/src/app/sync/position.ts'
import { uuidV7 } from '../web/src/app/sync/uuid-v7.ts'
import type { ListMap } from './list-map.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'

type Place = { readonly rows: ListRows; readonly listId: string }
type Make = (place: Place) => Change

/** Makes random changes, each with words of its own, so that what became of it can be seen. */
export class ChangeMaker {
  readonly #device: string
  readonly #random: Random
  readonly #lists: ListMap
  readonly #person: Person
  #count = 0
  /** What is made, and how often beside the others. */
  readonly #kinds: readonly (readonly [weight: number, make: Make])[] = [
    [300, (place) => this.#put(place)],
    [200, (place) => this.#todoOr(place, (todo) => this.#editText(place, todo))],
    [80, (place) => this.#todoOr(place, (todo) => this.#patch(place, todo, { position: this.#position(place) }))],
    [50, (place) => this.#todoOr(place, (todo) => this.#patch(place, todo, this.#fields()))],
    [90, (place) => this.#todoOr(place, ({ id }) => this.#complete(place, id))],
    [70, (place) => this.#todoOr(place, ({ id: key }) => ({ type: 'todo.delete', listId: place.listId, key }))],
    [60, (place) => this.#todoOr(place, ({ id: key }) => ({ type: 'todo.restore', listId: place.listId, key }), true)],
    [60, (place) => this.#todoOr(place, (todo) => this.#move(place, todo))],
    [60, (place) => this.#batch(place)],
    [20, (place) => this.#patchList(place)],
    [4, () => this.#putList()],
    [4, (place) => this.#deleteList(place)],
    // What the server refuses: it knows no such todo.
    [2, (place) => this.#complete(place, uuidV7())],
  ]
  readonly #weight = this.#kinds.reduce((sum, [weight]) => sum + weight, 0)

  constructor(device: string, random: Random, lists: ListMap, person: Person) {
    this.#device = device
    this.#random = random
    this.#lists = lists
    this.#person = person
  }

  /** The next change of what the device shows. */
  make(rows: Rows): Change {
    this.#count += 1
    const deleted = [...rows.values()].find(({ list }) => list.deletedAt !== null && list.role === 'owner')
    if (deleted && this.#random.chance(0.2)) return { type: 'list.restore', listId: deleted.list.id }
    const choice = this.#random.pick([...rows.values()].filter(({ list }) => list.deletedAt === null))
    if (!choice) throw new Error('A device without a list')
    let left = this.#random.below(this.#weight)
    const [, make] = this.#kinds.find(([weight]) => (left -= weight) < 0) ?? [0, (place: Place) => this.#put(place)]
    return make({ rows: choice, listId: choice.list.id })
  }

  /** Words that nobody else writes. */
  #words(what: string): string {
    return `${what} of ${this.#device}, ${this.#count}`
  }

  #put(place: Place, what = 'Todo'): Extract<BatchOperation, { type: 'todo.put' }> {
    const fields = { title: this.#words(what), position: this.#position(place) }
    return { type: 'todo.put', listId: place.listId, key: uuidV7(), fields }
  }

  #editText(place: Place, { id, notes }: Todo): Change {
    const base = this.#random.chance(0.5) ? { base: { notes } } : {}
    return { ...this.#patch(place, { id }, { notes: this.#words('Notes') }), ...base }
  }

  #patch(
    { listId }: Place,
    { id }: { id: string },
    fields: Extract<BatchOperation, { type: 'todo.patch' }>['fields'],
  ): Extract<BatchOperation, { type: 'todo.patch' }> {
    return { type: 'todo.patch', listId, key: id, fields }
  }

  #fields(): Extract<BatchOperation, { type: 'todo.patch' }>['fields'] {
    const day = `2030-01-${String(1 + this.#random.below(28)).padStart(2, '0')}`
    const choices = [{ completed: false }, { priority: this.#random.below(4) }, { dueOn: day }, { dueOn: null }]
    return this.#random.pick(choices) ?? {}
  }

  #complete({ listId }: Place, key: string): Change {
    return { type: 'todo.complete', listId, key, occurrence: null }
  }

  #move(place: Place, { id }: Todo): Change {
    const { listId } = place
    const to = this.#random.pick(this.#lists.targetsOf(listId, this.#person.userId))
    if (to === undefined) return this.#complete(place, id)
    return { type: 'todo.move', listId, key: id, fields: { listId: to, position: this.#position(place) } }
  }

  /** Two new todos with edits, perhaps a move, between them. One in twenty has a step that the server must refuse. */
  #batch(place: Place): Change {
    const { listId } = place
    const edits = [1, 2, 3].flatMap((edit) => {
      const todo = this.#todo(place)
      return todo ? [this.#patch(place, todo, { notes: this.#words(`Notes ${edit} in a batch`) })] : []
    })
    const moved = this.#random.chance(0.2) ? this.#todo(place) : undefined
    const to = this.#random.pick(this.#lists.targetsOf(listId, this.#person.userId))
    const move: BatchOperation[] =
      moved && to ? [{ type: 'todo.move', listId, key: moved.id, fields: { listId: to, position: 'a0' } }] : []
    const bad = this.#random.chance(0.05) ? [this.#patch(place, { id: uuidV7() }, { notes: 'Nowhere' })] : []
    const ops = [this.#put(place, 'First in a batch'), ...edits, ...move, ...bad, this.#put(place, 'Last in a batch')]
    return { type: 'batch', listId, ops }
  }

  #patchList({ listId, rows }: Place): Change {
    const fields = this.#random.pick([{ name: this.#words('List') }, { color: 'green' as const }, { color: null }])
    if (fields === undefined || rows.list.kind === 'inbox') {
      return { type: 'list.patch', listId, fields: { color: 'blue' } }
    }
    return { type: 'list.patch', listId, fields }
  }

  #putList(): Change {
    return { type: 'list.put', listId: uuidV7(), fields: { name: this.#words('List'), position: 'a5' } }
  }

  /** Lists that everybody uses stay: without them nothing else could happen. */
  #deleteList(place: Place): Change {
    const { list, members } = place.rows
    const isMine = list.kind === 'list' && members.length === 1
    return isMine ? { type: 'list.delete', listId: place.listId } : this.#put(place)
  }

  #todoOr(place: Place, make: (todo: Todo) => Change, isDeleted = false): Change {
    const todo = this.#todo(place, isDeleted)
    return todo ? make(todo) : this.#put(place)
  }

  /** Some todo of a list, one in the trash or one that is not; undefined where a few attempts find none. */
  #todo({ rows: { todos } }: Place, isDeleted = false): Todo | undefined {
    for (let attempt = 0; attempt < 5 && todos.size > 0; attempt++) {
      const [todo] = todos.values().drop(this.#random.below(todos.size)).take(1)
      if (todo && (todo.deletedAt !== null) === isDeleted) return todo
    }
    return undefined
  }

  /** A place between two todos of the list. */
  #position(place: Place): string {
    const neighbours = [this.#todo(place), this.#todo(place)].filter((todo) => todo !== undefined)
    neighbours.sort((a, b) => (a.position < b.position ? -1 : 1))
    const [{ position }] = placesAt(neighbours, Math.min(1, neighbours.length), '')
    return position.length < 60 ? position : 'a0'
  }
}
