import { setImmediate as turn } from 'node:timers/promises'
import type { List, Pulled, SyncOperation, SyncStep, TodoDraft } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import type { SendInit } from '../../web/src/app/sync/engine/platform.ts'
import type { Rows } from '../../web/src/app/sync/engine/rows.ts'
import type { Person } from '../../web/src/app/sync/engine/view.ts'
import { Browser } from './browser.ts'
import { DeviceStorage } from '../device-storage.ts'
import { ModelServer } from './model-server.ts'
import type { Answer, PushAnswer, PushBody, RestartableServer } from './restartable-server.ts'

/** Makes the request itself; a broken one does something else on the way. */
export type Way = (path: string, body: string, forward: (body: string) => Promise<Answer>) => Promise<Answer>

/** So many turns of the event loop without anything under way mean that nothing will happen by itself. */
const CALM_TURNS = 5
/** Held-up operations wait for a minute, so a few rounds are enough. */
const MOST_ROUNDS = 30

let worlds = 0

/** Two persons with their devices and one server, which all stand still until something is done. */
export class World {
  readonly people: readonly Person[]
  readonly browsers: readonly Browser[]
  readonly server: RestartableServer
  readonly #way: Way
  readonly #storage: DeviceStorage
  readonly #number = ++worlds
  #ids = 0
  #model: ModelServer | undefined
  /** The last push: one after the other, so that the order of the server is known. */
  #pushing: Promise<unknown> = Promise.resolve()
  /** What went wrong while nobody could be told. */
  readonly complaints: unknown[] = []

  private constructor(server: RestartableServer, people: readonly Person[], way: Way) {
    this.server = server
    this.people = people
    this.#way = way
    this.#storage = new DeviceStorage()
    globalThis.indexedDB = this.#storage
    const [ada, bob] = people
    if (!ada || !bob) throw new Error('A world without people')
    this.browsers = [this.newBrowser(ada, 1), this.newBrowser(ada, 1), this.newBrowser(bob, 2)]
  }

  /** Two new people on a server; every device has their Inbox. */
  static async make(server: RestartableServer, way: Way): Promise<World> {
    const name = worlds + 1
    const people = [await server.addPerson(`ada ${name}`), await server.addPerson(`bob ${name}`)]
    const world = new World(server, people, way)
    await world.#furnish()
    await Promise.all(world.browsers.map((browser) => browser.open()))
    await world.untilCalm()
    const rows = new Map<string, Rows>()
    for (const { person, engines } of world.browsers) rows.set(person.userId, engines[0]?.current.rows ?? new Map())
    world.#model = new ModelServer(people, rows)
    return world
  }

  get model(): ModelServer {
    if (!this.#model) throw new Error('The world is not made yet')
    return this.#model
  }

  /** A new id: later ones sort after earlier ones, and a run that is played again has its ids in the same order. */
  newId(): string {
    const [world, id] = [this.#number.toString(16).padStart(8, '0'), (++this.#ids).toString(16).padStart(12, '0')]
    return `${world}-0000-7000-8000-${id}`
  }

  /** One more device, which is not open yet. */
  newBrowser(person: Person, tabs: number): Browser {
    return new Browser({
      name: this.newId(),
      person,
      tabs,
      storage: this.#storage,
      forward: (path, init) => this.#forward(person, path, init),
      now: () => ++this.server.now,
    })
  }

  /** Waits until nothing happens by itself any more. */
  async untilCalm(extra: readonly Browser[] = []): Promise<void> {
    const isBusy = () => this.#storage.isBusy || [...this.browsers, ...extra].some(({ requests }) => requests > 0)
    for (let calm = 0; calm < CALM_TURNS; calm = isBusy() ? 0 : calm + 1) await turn()
  }

  /** Lets a minute pass on a device. */
  elapse(browser: Browser): void {
    this.server.now += 60_000
    browser.elapse()
  }

  /** Nothing goes wrong any more: everything is exchanged. Throws when that does not come to its end. */
  async settle(): Promise<void> {
    for (const browser of this.browsers) browser.network = 'works'
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.untilCalm()
      const { now } = this.server
      const waited = this.browsers.some(hasUnsent)
      for (const browser of this.browsers) browser.wake()
      await this.untilCalm()
      const isSynced = this.browsers.every(({ engines }) =>
        engines.every(({ current }) => (current.syncedAt ?? 0) >= now),
      )
      if (isSynced && !waited && !this.browsers.some(hasUnsent)) return
      for (const browser of this.browsers) this.elapse(browser)
    }
    throw new Error('The devices never come to an end of syncing')
  }

  async close(): Promise<void> {
    await Promise.all(this.browsers.map((browser) => browser.close()))
    await this.untilCalm()
  }

  /** Each of them has a list that the other may change, too, and a todo of every kind in it. */
  async #furnish(): Promise<void> {
    for (const [index, person] of this.people.entries()) {
      const other = this.people[1 - index]
      const listId = this.newId()
      const todo = (fields: TodoDraft): SyncStep => ({ type: 'todo.put', listId, key: this.newId(), fields })
      const parent = this.newId()
      const steps: SyncStep[] = [
        { type: 'list.put', listId, fields: { name: `The list of ${person.username}` } },
        { type: 'member.put', listId, key: other?.userId ?? '', fields: { role: 'editor' } },
        { type: 'todo.put', listId, key: parent, fields: { title: 'Cook' } },
        todo({ title: 'Stir', parentId: parent, assigneeId: other?.userId ?? null }),
        todo({ title: 'Water the plants', dueOn: '2026-01-05', repeat: 'every day' }),
        { ...todo({ title: 'Breathe' }), listId: await this.#inboxOf(person) },
      ]
      const ops = steps.map((step) => ({ ...step, id: this.newId() }))
      const [share, assign] = [ops.slice(0, 2), ops.slice(2)]
      await this.#push(person, share)
      if (other) await this.#push(other, [{ type: 'invitation.accept', listId, id: this.newId() }])
      await this.#push(person, assign)
    }
  }

  async #push(person: Person, ops: readonly SyncOperation[]): Promise<void> {
    const body = JSON.stringify({ client: this.newId(), schema: limits.sync.schema, ops })
    const { status, text } = await this.server.ask(person, 'POST', '/api/sync/push', body)
    if (status !== 200 || text.includes('"ok":false')) throw new Error(`The world cannot be furnished: ${text}`)
  }

  async #inboxOf(person: Person): Promise<string> {
    const lists = JSON.parse((await this.server.ask(person, 'GET', '/api/lists')).text) as List[]
    return lists[0]?.id ?? ''
  }

  #forward(person: Person, path: string, { method, body = '' }: SendInit): Promise<Answer> {
    const ask = (sent: string) => this.server.ask(person, method, path, sent)
    if (path === '/api/sync/pull') return this.#way(path, body, ask)
    if (path === '/api/sync/push') return this.#pushAfterOthers(person, body, (sent) => this.#way(path, sent, ask))
    return Promise.reject(new TypeError('There are no streams here'))
  }

  #pushAfterOthers(person: Person, body: string, ask: (body: string) => Promise<Answer>): Promise<Answer> {
    const answer = this.#pushing.then(async () => {
      const given = await ask(body)
      if (given.status === 200) await this.#compare(person, (JSON.parse(body) as PushBody).ops, given)
      return given
    })
    this.#pushing = answer.catch(() => undefined)
    return answer
  }

  async #compare(person: Person, operations: readonly SyncOperation[], { text }: Answer): Promise<void> {
    const { results } = JSON.parse(text) as PushAnswer
    try {
      for (const [index, operation] of operations.entries()) {
        const verdict = results[index]
        if (!verdict) throw new Error(`An operation without a verdict: ${operation.id}`)
        this.model.judge(person, operation, verdict)
      }
      await this.#nameCopies()
    } catch (error) {
      this.complaints.push(error)
    }
  }

  /** Asks the server for the ids of copies, as somebody who has their list. */
  async #nameCopies(): Promise<void> {
    for (const listId of new Set(this.model.unnamedCopies.map((copy) => copy.listId))) {
      const member = this.people.find((person) => this.model.rowsOf(person).has(listId))
      if (!member) continue
      const body = JSON.stringify({ client: this.newId(), schema: limits.sync.schema, cursors: {} })
      const { text } = await this.server.ask(member, 'POST', '/api/sync/pull', body)
      const { lists } = JSON.parse(text) as Pulled
      const todos = lists.find(({ id }) => id === listId)?.rows.todos ?? []
      this.model.nameCopies(
        listId,
        todos.filter((todo) => 'title' in todo),
      )
    }
  }
}

function hasUnsent({ engines }: Browser): boolean {
  return engines.some(({ unsent, current }) => unsent.waiting.length > 0 || !current.isSaved)
}
