import type { ServerResponse } from 'node:http'
import type { SyncEvents } from '@tally/contract'
import type { Actor } from '../http/actor.ts'

/** What may wait for a reader, in bytes, beside what the kernel holds. It is all in the database: a reader can come again. */
const MAX_WAITING = 64 * 1024

/** One event as it goes over the wire (HTML Standard, 9.2.5). */
export function eventText<Name extends keyof SyncEvents>(name: Name, data: SyncEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

/** One open stream of server-sent events, and who listens. */
export class EventStream {
  readonly actor: Actor
  /** Identifies the listener again, as at the beginning: throws when the token they came with is not good any more. */
  readonly readmit: () => Actor | Promise<Actor>
  readonly #response: ServerResponse

  constructor(actor: Actor, response: ServerResponse, readmit: EventStream['readmit']) {
    this.actor = actor
    this.readmit = readmit
    this.#response = response
  }

  /** Sends text, unless the reader has not read what came before: then the connection is cut. */
  send(text: string): void {
    if (this.#response.writableLength > MAX_WAITING) this.#response.destroy()
    else this.#response.write(text)
  }

  end(reason: SyncEvents['bye']['reason']): void {
    if (this.#response.writableLength > 0) this.#response.destroy()
    else this.#response.end(eventText('bye', { reason }))
  }

  onClosed(listener: () => void): void {
    this.#response.once('close', listener)
  }
}
