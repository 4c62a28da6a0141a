import { once } from 'node:events'
import { createServer, request as requestTo, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReverseProxyOptions = {
  /** Where Tally is, below whose path it answers; empty for the root. */
  readonly basePath?: string
  /** Whether Tally gets to see the base path. */
  readonly keepsPrefix?: boolean
  /** Answers in place of Tally; false where it does not. */
  readonly answer?: (path: string, outgoing: ServerResponse) => boolean
}

/** A reverse proxy that has Tally below a path, or at the root; anything else is another app. */
export class ReverseProxy {
  /** Where Tally listens; 0 until it does. */
  upstreamPort = 0
  readonly #basePath: string
  readonly #keepsPrefix: boolean
  readonly #answer: (path: string, outgoing: ServerResponse) => boolean
  readonly #server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '/'
    if (!url.startsWith(`${this.#basePath}/`)) {
      outgoing.writeHead(404).end('another app')
      return
    }
    const path = url.slice(this.#basePath.length)
    if (this.#answer(path, outgoing)) return
    const headers = { ...incoming.headers, 'x-forwarded-for': '203.0.113.7' }
    const to = { port: this.upstreamPort, path: this.#keepsPrefix ? url : path, method: incoming.method, headers }
    const upstream = requestTo(to, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    upstream.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()))
    incoming.pipe(upstream)
  })

  private constructor({ basePath = '', keepsPrefix = false, answer = () => false }: ReverseProxyOptions) {
    this.#basePath = basePath
    this.#keepsPrefix = keepsPrefix
    this.#answer = answer
  }

  static async start(options: ReverseProxyOptions = {}): Promise<ReverseProxy> {
    const proxy = new ReverseProxy(options)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** What Tally is to be told about this proxy. */
  get settings(): Record<string, string> {
    return { TALLY_URL: this.origin + this.#basePath, TALLY_TRUST_PROXY: '127.0.0.1' }
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
