import type { ServerResponse } from 'node:http'
import type { SyncEvents } from '@tally/contract'
import type { Actor } from '../http/actor.ts'

/**
 * What may wait for a reader, in bytes, beside what the kernel holds. It is all in the database: a reader can come
 * again.
 */
const MAX_WAITING = 64 * 1024
/** How long the end of a stream may take to arrive. */
const LAST_WORDS_MS = 1000

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
  #hasEnded = false

  constructor(actor: Actor, response: ServerResponse, readmit: EventStream['readmit']) {
    this.actor = actor
    this.readmit = readmit
    this.#response = response
    // Nobody else listens on a reply that was taken over: an error of its socket would end the process.
    response.on('error', () => response.destroy())
  }

  /**
   * Sends text, unless the reader has not read what came before: then the connection is cut. Nothing follows the end.
   */
  send(text: string): void {
    if (this.#hasEnded) return
    if (this.#response.writableLength > MAX_WAITING) this.#response.destroy()
    else this.#response.write(text)
  }

  end(reason: SyncEvents['bye']['reason']): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#response.end(eventText('bye', { reason }))
    // Who does not read holds nothing up.
    const cut = setTimeout(() => this.#response.destroy(), LAST_WORDS_MS)
    this.#response.once('close', () => clearTimeout(cut))
  }

  onClosed(listener: () => void): void {
    this.#response.once('close', listener)
  }
}
