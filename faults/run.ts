import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '@tally/contract/limits'
import { until } from '../server/test/until.ts'
import { Connection } from './connection.ts'
import { Device, PATIENCE_MS } from './device.ts'
import { DeviceStorage } from './device-storage.ts'
import { FaultMaker } from './fault-maker.ts'
import { Figures } from './figures.ts'
import { judge, type Judgement } from './judgement.ts'
import { Ledger } from './ledger.ts'
import { makePlan, type RunOptions } from './plan.ts'
import { Random } from './random.ts'
import { compareReplicas, newDeviceName, untilSynced } from './replicas.ts'
import { push, readServerState, type ServerState } from './server-state.ts'
import { buildSite, type Site } from './site.ts'
import { brokenWay, type Way } from './way.ts'
import { makeWorld, type World } from './world.ts'

/** What a run came to. */
export type RunResult = {
  readonly ledger: Ledger
  readonly figures: Figures
  readonly judgement: Judgement
  /** Where replicas differ from each other or from the server, in words. */
  readonly unequal: readonly string[]
  readonly hasDisk: boolean
  readonly ms: number
}

/** How a run can be spoilt on purpose, to see that it is noticed. */
export type Spoiler = {
  readonly way?: Way
  /** What a device loses when it crashes. */
  readonly forget?: (device: string) => Promise<void>
  /** What is wrong with PostgreSQL, from when the servers have found it good. */
  readonly database?: (url: string) => Promise<void>
}

/** Builds a Tally, lets devices use it while things go wrong, and compares what is there with what they were told. */
export async function run(options: RunOptions, spoiler: Spoiler = {}): Promise<RunResult> {
  const site = await buildSite(options.engine)
  try {
    return await new Run(site, options, spoiler).run()
  } finally {
    await site.remove()
  }
}

class Run {
  readonly #site: Site
  readonly #options: RunOptions
  readonly #spoiler: Spoiler
  readonly #storage = new DeviceStorage()
  readonly #ledger = new Ledger()
  readonly #figures = new Figures()
  readonly #devices: Device[] = []

  constructor(site: Site, options: RunOptions, spoiler: Spoiler) {
    this.#site = site
    this.#options = options
    this.#spoiler = spoiler
  }

  async run(): Promise<RunResult> {
    const begin = performance.now()
    const [first] = this.#site.servers
    if (!first) throw new Error('A site without a server')
    const world = await makeWorld(first, this.#ledger)
    if (this.#site.databaseUrl !== undefined) await this.#spoiler.database?.(this.#site.databaseUrl)
    try {
      const plan = makePlan(this.#options)
      plan.devices.forEach(({ changes, way }, index) => {
        const device = this.#newDevice(world, index, `device ${index}`, changes, brokenWay(way, this.#figures))
        this.#devices.push(device)
      })
      await Promise.all(this.#devices.map((device) => device.start()))
      const faults = new FaultMaker(this.#site, this.#devices, this.#ledger, this.#figures, this.#spoiler.forget)
      let hasFaults = true
      const isEnough = () => !hasFaults && this.#ledger.acknowledged >= this.#options.operations
      await Promise.all([
        faults.makeAll(plan.faults).then(() => (hasFaults = false)),
        ...this.#devices.map((device) => device.work(isEnough)),
      ])
      return await this.#finish(world, begin)
    } catch (reason) {
      const states = this.#devices.map((device) => device.state)
      const logs = this.#site.servers.map((server) => server.log)
      throw new Error(['The run did not come to its end.', ...states, ...logs].join('\n'), { cause: reason })
    } finally {
      await Promise.all(this.#devices.map((device) => device.close()))
    }
  }

  #newDevice({ people, lists }: World, index: number, name: string, random: Random, way: Way): Device {
    const { servers } = this.#site
    const { storage, ledger, figures } = { storage: this.#storage, ledger: this.#ledger, figures: this.#figures }
    const [person, server] = [people[index % people.length], servers[Math.floor(index / 2) % servers.length]]
    if (!person || !server) throw new Error('A device of nobody')
    const spoilt: Way = this.#spoiler.way ?? ((path, init, forward) => forward(path, init))
    const whole: Way = (path, init, forward) => way(path, init, (p, i) => spoilt(p, i, forward))
    return new Device({ name, person, server, storage, random, way: whole, lists, ledger, figures })
  }

  /** Nothing goes wrong any more: all is sent, and then nothing may be missing. */
  async #finish(world: World, begin: number): Promise<RunResult> {
    await this.#settle()
    for (const device of this.#devices) await device.restoreLists()
    await this.#settle()
    const states = new Map<string, ServerState>()
    for (const person of world.people) states.set(person.userId, await this.#read(person.userId, world))
    await untilSynced(this.#devices, states)
    const unequal: string[] = []
    for (const [index, person] of world.people.entries()) {
      const fresh = this.#newDevice(world, index, newDeviceName(), new Random(0), (path, init, forward) =>
        forward(path, init),
      )
      const state = states.get(person.userId)
      if (!state) continue
      try {
        await fresh.start()
        await untilSynced([fresh], states)
        const own = this.#devices.filter((device) => device.person === person)
        unequal.push(...(await compareReplicas(own, fresh, state)))
      } finally {
        await fresh.close()
      }
    }
    const judgement = judge(this.#ledger, world.begin, [...states.values()])
    unequal.push(...(await this.#sendAllAgain(world, states)))
    this.#complainOfServers()
    const { others, words } = judge(this.#ledger, world.begin, [...states.values()])
    return {
      ledger: this.#ledger,
      figures: this.#figures,
      judgement: { ...judgement, others, words: [...new Set([...judgement.words, ...words])] },
      unequal,
      hasDisk: this.#site.disk !== undefined,
      ms: performance.now() - begin,
    }
  }

  async #settle(): Promise<void> {
    for (const device of this.#devices) device.wake()
    const isSent = async () => {
      if (this.#devices.every(({ engine }) => engine.unsent.waiting.length === 0 && engine.current.isSaved)) return true
      for (const device of this.#devices) {
        // What the server failed on is held up for a minute.
        device.clockAhead += 60_000
        device.wake()
      }
      await sleep(200)
      return false
    }
    await until('all is sent', PATIENCE_MS, isSent)
  }

  #read(userId: string, world: World): Promise<ServerState> {
    return readServerState(this.#connectionOf(userId, world), randomUUIDv7())
  }

  #connectionOf(userId: string, { people }: World): Connection {
    const person = people.find((one) => one.userId === userId)
    const [server] = this.#site.servers
    if (!person || !server) throw new Error('Nobody, or nowhere')
    return new Connection(person, server)
  }

  /** Every id again: the server gives the verdict of the first time, and nothing changes. */
  async #sendAllAgain(world: World, states: ReadonlyMap<string, ServerState>): Promise<string[]> {
    const words: string[] = []
    for (const [userId, before] of states) {
      const connection = this.#connectionOf(userId, world)
      const known = [...this.#ledger.entries.values()].filter((entry) => entry.userId === userId && entry.verdict?.ok)
      for (let first = 0; first < known.length; first += limits.sync.operations) {
        const ops = known.slice(first, first + limits.sync.operations).map(({ operation }) => operation)
        const pushed = await push(connection, randomUUIDv7(), ops)
        this.#ledger.acknowledge(pushed)
        const forgotten = pushed.results.filter((verdict) => verdict.dup !== true)
        words.push(...forgotten.map(({ id }) => `The server has forgotten its verdict on ${id}`))
      }
      const after = await this.#read(userId, world)
      if (JSON.stringify([...after.heads]) !== JSON.stringify([...before.heads]))
        words.push('Sending again changed something')
    }
    return words
  }

  #complainOfServers(): void {
    for (const { unaskedEnd } of this.#site.servers) {
      if (unaskedEnd !== undefined) this.#ledger.complaints.push(`A server ended by itself: ${unaskedEnd}`)
    }
    const failures = this.#figures.countOf(500)
    if (failures > 0) this.#ledger.complaints.push(`${failures} answers were 500: ${this.#site.servers[0]?.log ?? ''}`)
  }
}
