import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

type Pair = { readonly client: Socket; readonly server: Socket }

/** What happens to connections of the bus: new ones work, all hang without a word and for ever, or all are cut. */
type BusMode = 'works' | 'hangs' | 'is cut'

/** The way to a PostgreSQL, on which the connection of the change bus can be disturbed and all others work. */
export class PostgresProxy {
  readonly #target: URL
  readonly #server: Server
  readonly #buses = new Set<Pair>()
  #mode: BusMode = 'works'

  private constructor(target: URL) {
    this.#target = target
    this.#server = createServer((client) => this.#accept(client))
  }

  /** Listens before the database at `url`. */
  static async before(url: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(url))
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** The address of the database by way of this proxy. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return Object.assign(new URL(this.#target), { host: `127.0.0.1:${port}` }).href
  }

  set bus(mode: BusMode) {
    this.#mode = mode
    if (mode === 'works') return
    for (const pair of this.#buses) {
      part(pair)
      if (mode === 'is cut') pair.client.destroy()
    }
  }

  close(): void {
    this.#server.close()
  }

  #accept(client: Socket): void {
    client.on('error', () => client.destroy())
    client.once('data', (startup) => {
      const server = connect(Number(this.#target.port), this.#target.hostname)
      server.on('error', () => client.destroy())
      server.on('close', () => client.destroy())
      client.on('close', () => server.destroy())
      const pair = { client, server }
      // Only the first message says who connects.
      const isBus = startup.includes('tally bus')
      if (isBus) this.#buses.add(pair)
      client.on('close', () => this.#buses.delete(pair))
      if (isBus && this.#mode === 'is cut') return client.destroy()
      if (isBus && this.#mode === 'hangs') return part(pair)
      server.write(startup)
      join(pair)
    })
  }
}

function join({ client, server }: Pair): void {
  client.pipe(server)
  server.pipe(client)
}

function part({ client, server }: Pair): void {
  client.unpipe(server).pause()
  server.unpipe(client).pause()
}
