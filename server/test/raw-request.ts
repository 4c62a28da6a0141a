import { once } from 'node:events'
import { connect } from 'node:net'

/** A request as it goes over the wire. */
export type RawRequest = {
  readonly target: string
  readonly method?: string
  /** Header lines without their end; each character is one byte. */
  readonly lines: readonly string[]
  readonly body?: string
}

export type RawAnswer = { readonly status: number; readonly body: string; readonly ms: number }

/** Sends a request byte for byte, for what no HTTP client would send, on a connection of its own. */
export async function sendRaw(
  url: string,
  { target, method = 'GET', lines, body = '' }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const begin = performance.now()
  const fixed = [`Host: ${hostname}`, 'Connection: close', `Content-Length: ${Buffer.byteLength(body, 'latin1')}`]
  const head = [`${method} ${target} HTTP/1.1`, ...fixed, ...lines].join('\r\n')
  socket.write(Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'))
  const chunks = (await socket.toArray()) as Buffer[]
  const answer = Buffer.concat(chunks).toString('latin1')
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]),
    body: answer.slice(answer.indexOf('\r\n\r\n') + 4),
    ms: performance.now() - begin,
  }
}
