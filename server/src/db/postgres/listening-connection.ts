import { randomBytes } from 'node:crypto'
import { Socket } from 'node:net'
import pg from 'pg'

const BEAT_MS = 2000

/** From then on what was heard last is too old to count. */
export const SILENT_MS = 5000

export type ListeningOptions = {
  readonly url: string
  readonly channel: string
  /** A notification of the channel has come. */
  readonly hear: (payload: string) => void
  /** All notifications that were committed before `moment` (of `performance.now()`) have come. */
  readonly heardUpTo: (moment: number) => void
  /** Nothing more will come. May be told more than once. */
  readonly lost: (error: Error) => void
}

/**
 * One connection to PostgreSQL that does nothing but LISTEN. It proves to itself that it hears: every two seconds it
 * sends a notification through the server, with the time. Since notifications come in the order of their commits,
 * everything that was committed before that time has come once it is back. So a connection that is open and dead is
 * found out, also where a pooler in between swallows LISTEN.
 */
export class ListeningConnection {
  readonly #options: ListeningOptions
  /** Ours, because a client of `pg` can only be asked to end, which a dead connection never does. */
  readonly #socket = new Socket()
  readonly #client: pg.Client
  readonly #beatChannel = `tally_beat_${randomBytes(8).toString('hex')}`
  #beats: NodeJS.Timeout | undefined
  #beating = false
  #heardAt = 0

  constructor(options: ListeningOptions) {
    this.#options = options
    this.#client = new pg.Client({
      connectionString: options.url,
      application_name: 'tally bus',
      keepAlive: true,
      stream: () => this.#socket,
    })
    // Without a listener a lost connection ends the process.
    this.#client.on('error', options.lost)
    this.#client.on('notification', ({ channel, payload = '' }) => this.#receive(channel, payload))
  }

  /** Resolves once every notification that is committed from now on will come, unless the connection is lost. */
  async open(): Promise<void> {
    await this.#client.connect()
    await this.#client.query(`listen ${this.#options.channel}; listen ${this.#beatChannel}`)
  }

  /** Begins to say up to when everything has been heard. */
  startBeating(): void {
    this.#heardAt = performance.now()
    this.#beats = setInterval(() => this.#checkAndBeat(), BEAT_MS).unref()
    this.#beat()
  }

  destroy(): void {
    clearInterval(this.#beats)
    this.#socket.destroy()
  }

  #receive(channel: string, payload: string): void {
    if (channel !== this.#beatChannel) {
      this.#options.hear(payload)
      return
    }
    this.#heardAt = Number(payload)
    this.#options.heardUpTo(this.#heardAt)
  }

  #checkAndBeat(): void {
    if (performance.now() - this.#heardAt > SILENT_MS) {
      this.#options.lost(new Error(`PostgreSQL has passed on no notification for ${SILENT_MS} ms`))
    } else if (!this.#beating) this.#beat()
  }

  #beat(): void {
    this.#beating = true
    const sent = this.#client.query('select pg_notify($1, $2)', [this.#beatChannel, String(performance.now())])
    sent.then(() => (this.#beating = false), this.#options.lost)
  }
}
