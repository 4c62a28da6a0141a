import assert from 'node:assert/strict'
import { until } from './until.ts'

/** An event as it came; comments have no name. */
export type ReadEvent = { name: string; data: unknown }

/** Reads a stream of server-sent events. */
export class EventReader {
  readonly events: ReadEvent[] = []
  readonly response: Response
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>
  readonly #abort: AbortController

  private constructor(response: Response, abort: AbortController) {
    this.response = response
    this.#abort = abort
    this.ended = this.#read()
  }

  /** Opens the stream of somebody with an access token. */
  static async open(baseUrl: string, token: string | undefined): Promise<EventReader> {
    const abort = new AbortController()
    const response = await fetch(`${baseUrl}/api/sync/events`, {
      headers: { authorization: `Bearer ${token ?? ''}` },
      signal: abort.signal,
    })
    assert.equal(response.status, 200)
    return new EventReader(response, abort)
  }

  /** Waits for an event of a name with these data; what came before it is forgotten. */
  async next(name: string, data?: object, withinMs = 5000): Promise<void> {
    const fits = (event: ReadEvent) =>
      event.name === name && (data === undefined || JSON.stringify(event.data) === JSON.stringify(data))
    await until(`${name} ${JSON.stringify(data)}`, withinMs, () => this.events.some(fits))
    this.events.splice(0, this.events.findIndex(fits) + 1)
  }

  close(): void {
    this.#abort.abort()
  }

  async #read(): Promise<void> {
    let text = ''
    try {
      for await (const bytes of this.response.body ?? []) {
        text += Buffer.from(bytes).toString()
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        this.events.push(...parts.map(readEvent))
      }
    } catch (error) {
      assert.ok(this.#abort.signal.aborted, `The stream was cut: ${String(error)}`)
    }
  }
}

function readEvent(part: string): ReadEvent {
  const [, name = '', data = 'null'] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? []
  return { name, data: JSON.parse(data) as unknown }
}
