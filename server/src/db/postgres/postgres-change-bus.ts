import { sql } from 'kysely'
import { answerInTime } from '../answer-in-time.ts'
import type { ChangeBus, ChangeListener } from '../change-bus.ts'
import type { DatabaseLog } from '../database-log.ts'
import type { Db, Tx } from '../db.ts'
import { ListeningConnection, SILENT_MS } from './listening-connection.ts'
import { readPayload, toPayloads } from './notification-payload.ts'

const CHANNEL = 'tally_changes'
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000

/**
 * The bus over NOTIFY and LISTEN of PostgreSQL. It connects when somebody listens for the first time, and again
 * whenever the connection is lost.
 */
export class PostgresChangeBus implements ChangeBus {
  readonly #url: string
  readonly #db: Db
  readonly #log: DatabaseLog | undefined
  readonly #listeners = new Map<string, ChangeListener>()
  /** The connection that is open or being opened; none during a pause, and after the end. */
  #connection: ListeningConnection | undefined
  #opening: Promise<void> | undefined
  #pause: NodeJS.Timeout | undefined
  #lostInARow = 0
  /** Up to this moment of `performance.now()` everything has been heard. */
  #heardUpTo = Number.NEGATIVE_INFINITY

  constructor(url: string, db: Db, log: DatabaseLog | undefined) {
    this.#url = url
    this.#db = db
    this.#log = log
  }

  async publish(tx: Tx, topic: string, news: readonly string[]): Promise<void> {
    // Within the transaction, so it is sent exactly when that is committed. PostgreSQL lets transactions with a NOTIFY
    // commit one after the other: for hints at every write that cost up to two thirds of the throughput, so those are
    // gathered and announced after the commit. What is published here is rare.
    for (const payload of toPayloads(topic, news)) await notify(tx, payload)
  }

  async announce(topic: string, news: readonly string[]): Promise<void> {
    try {
      for (const payload of toPayloads(topic, news)) await notify(this.#db, payload)
    } catch (error) {
      this.#log?.warn({ err: error }, 'Other instances could not be told of changes')
    }
  }

  async listen(topic: string, listener: ChangeListener): Promise<void> {
    this.#listeners.set(topic, listener)
    await (this.#opening ??= this.#open())
  }

  isStale(): boolean {
    return performance.now() - this.#heardUpTo > SILENT_MS
  }

  close(): void {
    const connection = this.#connection
    this.#connection = undefined
    clearTimeout(this.#pause)
    connection?.destroy()
  }

  async #open(): Promise<void> {
    const connection: ListeningConnection = new ListeningConnection({
      url: this.#url,
      channel: CHANNEL,
      hear: (payload) => this.#hear(connection, payload),
      heardUpTo: (moment) => this.#noteHeard(connection, moment),
      lost: (error) => this.#lose(connection, error),
    })
    this.#connection = connection
    try {
      await answerInTime(connection.open())
      await answerInTime(Promise.all([...this.#listeners.values()].map((listener) => listener.catchUp())))
      if (this.#connection === connection) connection.startBeating()
    } catch (error) {
      this.#lose(connection, error)
    }
  }

  #hear(connection: ListeningConnection, payload: string): void {
    if (connection !== this.#connection) return
    try {
      const { topic, news } = readPayload(payload)
      for (const entry of news) this.#listeners.get(topic)?.hear(entry)
    } catch (error) {
      // Another version of Tally, perhaps. What it has said is in the database as well, and read for a new connection.
      this.#lose(connection, error)
    }
  }

  #noteHeard(connection: ListeningConnection, moment: number): void {
    if (connection !== this.#connection) return
    if (this.#lostInARow > 0) this.#log?.info('Changes by other instances are heard again')
    this.#lostInARow = 0
    this.#heardUpTo = moment
  }

  #lose(connection: ListeningConnection, error: unknown): void {
    connection.destroy()
    if (connection !== this.#connection) return
    this.#connection = undefined
    this.#heardUpTo = Number.NEGATIVE_INFINITY
    if (this.#lostInARow === 0)
      this.#log?.warn({ err: error }, 'Changes by other instances are not heard: requests read them')
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#lostInARow, LONGEST_PAUSE_MS)
    this.#lostInARow += 1
    this.#pause = setTimeout(() => void this.#open(), pause * (0.5 + Math.random() / 2)).unref()
  }
}

async function notify(db: Db, payload: string): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db)
}
