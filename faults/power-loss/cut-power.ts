import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as contract from '@tally/contract'
import type { Todo } from '@tally/contract'
import { TestClient } from '../../server/test/test-client.ts'
import { Random } from '../random.ts'
import type { Loss } from './apply-loss.ts'
import { MainsServer, type Durability } from './mains-server.ts'
import { Writer, type Made } from './writer.ts'

const WRITERS = 4
/** The power goes off during one of so many pushes. */
const MOST_PUSHES = 60
/** About what a start writes down of its changes. */
const MOST_START_BYTES = 40_000

export type PowerOptions = {
  readonly rounds: number
  readonly seed: number
  /** The library that notes what is not synced. */
  readonly shim: string
  readonly durability: Durability
}

/** What became of a server whose power was cut again and again. */
export type PowerFigures = {
  readonly acknowledged: number
  /** Changes of files that were not synced at a cut, and the sectors of these that were lost. */
  readonly unsynced: number
  readonly lostSectors: number
  /** The longest time until the first answer after a cut, in milliseconds. */
  readonly slowestStart: number
  /** What is wrong, in words. */
  readonly faults: readonly string[]
}

/**
 * Cuts the power of a server under load, looks at what is left, and starts it again; round by round, until something is
 * wrong.
 */
export async function cutPower(options: PowerOptions): Promise<PowerFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-power-'))
  const server = await MainsServer.prepare(folder, options.shim, options.durability)
  try {
    return await new PowerRun(server, options).run()
  } finally {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

class PowerRun {
  readonly #server: MainsServer
  readonly #rounds: number
  readonly #random: Random
  readonly #figures = { acknowledged: 0, unsynced: 0, lostSectors: 0, slowestStart: 0, faults: [] as string[] }
  #writers: readonly Writer[] = []

  constructor(server: MainsServer, { rounds, seed }: PowerOptions) {
    this.#server = server
    this.#rounds = rounds
    this.#random = new Random(seed)
  }

  async run(): Promise<PowerFigures> {
    this.#count(await this.#cutWhileStarting())
    await this.#server.start()
    this.#writers = await makeWriters(this.#server.url)
    for (let round = 1; round <= this.#rounds && this.#figures.faults.length === 0; round++) {
      const before = this.#writers.map(({ made }) => made.length)
      this.#count(await this.#cutUnderLoad())
      if (this.#random.below(2) === 0) this.#count(await this.#cutWhileStarting())
      const words = await this.#lookAtAll(before)
      this.#figures.faults.push(...words.map((word) => `round ${round}: ${word}`))
    }
    if (this.#figures.faults.length === 0) this.#figures.faults.push(...(await this.#countAll()))
    this.#figures.acknowledged = this.#writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
    return this.#figures
  }

  #count({ unsynced, lostSectors }: Loss): void {
    this.#figures.unsynced += unsynced
    this.#figures.lostSectors += lostSectors
  }

  #cutWhileStarting(): Promise<Loss> {
    return this.#server.cutPowerWhileStarting(this.#random.below(MOST_START_BYTES), this.#random)
  }

  /** Cuts the power right after a push was sent, or was answered, while others are under way. */
  async #cutUnderLoad(): Promise<Loss> {
    const { promise: cut, resolve: cutNow } = Promise.withResolvers<undefined>()
    let pushes = 1 + this.#random.below(MOST_PUSHES)
    const count = () => {
      if (--pushes === 0) cutNow(undefined)
    }
    const ignore = () => undefined
    const [onSent, onAnswer] = this.#random.below(2) === 0 ? [count, ignore] : [ignore, count]
    const writing = this.#writers.map((writer) => writer.write(onSent, onAnswer))
    // Writers end by themselves only when something is wrong.
    await Promise.race([cut, Promise.all(writing)])
    const loss = await this.#server.cutPower(this.#random)
    await Promise.all(writing)
    return loss
  }

  /** Looks at the file, starts the server, looks at the todos, and sends again what every writer made since `from`. */
  async #lookAtAll(from: readonly number[]): Promise<string[]> {
    const finding = checkFile(this.#server.dataDir)
    if (finding !== 'ok') return [`integrity_check: ${finding}`]
    try {
      this.#figures.slowestStart = Math.max(this.#figures.slowestStart, await this.#server.start())
    } catch (reason) {
      return [wordsOf(reason)]
    }
    const todos = await this.#pull()
    const words: string[] = []
    for (const [index, writer] of this.#writers.entries()) {
      const made = writer.made.slice(from[index])
      words.push(...made.flatMap((one) => whatIsWrong(one, todos)), ...(await writer.pushAgain(made)))
    }
    return words
  }

  /**
   * All that was ever made is there once, under a version of its own. Of three operations a writer has as many todos.
   */
  async #countAll(): Promise<string[]> {
    const all = this.#writers.flatMap(({ made }) => made)
    const words: string[] = []
    for (const writer of this.#writers) words.push(...(await writer.pushAgain(writer.made)))
    const versions = new Set(all.map(({ verdict }) => verdict?.ok && verdict.ver))
    if (versions.size !== all.length) words.push(`${all.length} operations have ${versions.size} versions`)
    const { size } = await this.#pull()
    if (size !== all.length) words.push(`There are ${size} todos, not ${all.length}`)
    return words
  }

  async #pull(): Promise<ReadonlyMap<string, Todo>> {
    return (await this.#writers[0]?.pull()) ?? new Map<string, Todo>()
  }
}

function whatIsWrong({ operation, verdict, isDone, isUndone }: Made, todos: ReadonlyMap<string, Todo>): string[] {
  if (isDone(todos)) return []
  if (verdict) return [`acknowledged and lost: ${operation.type} ${operation.id}`]
  return isUndone(todos) ? [] : [`half applied: ${operation.type} ${operation.id}`]
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}

async function makeWriters(url: string): Promise<Writer[]> {
  const client = new TestClient(url)
  const account = { username: 'ada', password: 'correct horse battery staple' }
  client.token = (await client.call(contract.setUp, { body: account })).body.token
  const { body: lists } = await client.call(contract.listLists)
  const { token } = client
  return Array.from({ length: WRITERS }, () => new Writer(url, token, lists[0]?.id ?? ''))
}

/** Checks a copy of the database, since opening it repairs it. */
function checkFile(dataDir: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'tally-power-copy-'))
  try {
    cpSync(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
    const database = new DatabaseSync(join(copy, 'tally.sqlite'))
    try {
      return String(database.prepare('pragma integrity_check').get()?.['integrity_check'])
    } finally {
      database.close()
    }
  } catch (reason) {
    return wordsOf(reason)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
