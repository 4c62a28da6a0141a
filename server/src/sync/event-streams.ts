import { limits, type SyncEvents } from '@tally/contract'
import { eventText, type EventStream } from './event-stream.ts'

const BEAT_MS = 15_000
const BEAT = ': still here\n\n'

/**
 * The open streams of this process: so many for each person. One more ends the oldest of theirs, rather than being
 * refused: what has been open for longest may be a device that was closed long ago, and must not keep its owner from
 * using another.
 */
export class EventStreams {
  readonly #byUser = new Map<string, Set<EventStream>>()
  readonly #most: number
  readonly #beats: NodeJS.Timeout
  /** Those whose listeners are being identified again. */
  readonly #asked = new Set<EventStream>()
  #isClosed = false

  /** One timer for all streams keeps their connections alive and asks whether their tokens are still good. */
  constructor(most: number = limits.quota.streams) {
    this.#most = most
    this.#beats = setInterval(() => this.#beat(), BEAT_MS).unref()
  }

  /** Begins a stream with what is told at once. */
  open(stream: EventStream, hello: SyncEvents['hello']): void {
    if (this.#isClosed) return stream.end('stopping')
    const { userId } = stream.actor
    const streams = this.#byUser.get(userId) ?? new Set()
    this.#byUser.set(userId, streams.add(stream))
    stream.onClosed(() => this.#drop(stream))
    const [oldest] = streams
    if (oldest && streams.size > this.#most) this.#end(oldest, 'too-many')
    stream.send(eventText('hello', hello))
  }

  get isEmpty(): boolean {
    return this.#byUser.size === 0
  }

  sendTo(userId: string, text: string): void {
    for (const stream of this.#byUser.get(userId) ?? []) stream.send(text)
  }

  sendToAll(text: string): void {
    for (const stream of this.#all()) stream.send(text)
  }

  /** Ends the streams of a session that has ended. */
  endSession(sessionId: string): void {
    for (const stream of this.#all()) if (stream.actor.sessionId === sessionId) this.#end(stream, 'signed-out')
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#beats)
    for (const stream of this.#all()) this.#end(stream, 'stopping')
  }

  /**
   * A stream lives no longer than its token. So one that nobody could be told to end, as while other instances are not
   * heard, ends within minutes, and a browser that listens keeps its session in use by fetching tokens. All are asked
   * at once: while a database hangs, none waits for another, and none is asked again before it has answered.
   */
  #beat(): void {
    for (const stream of this.#all()) if (!this.#asked.has(stream)) void this.#beatOne(stream)
  }

  async #beatOne(stream: EventStream): Promise<void> {
    this.#asked.add(stream)
    try {
      const actor = stream.readmit()
      if (actor instanceof Promise) await actor
      stream.send(BEAT)
    } catch {
      this.#end(stream, 'token-expired')
    } finally {
      this.#asked.delete(stream)
    }
  }

  /** Ends a stream, which is sent nothing from then on, however long its connection takes to close. */
  #end(stream: EventStream, reason: SyncEvents['bye']['reason']): void {
    this.#drop(stream)
    stream.end(reason)
  }

  #drop(stream: EventStream): void {
    const { userId } = stream.actor
    const streams = this.#byUser.get(userId)
    streams?.delete(stream)
    if (streams?.size === 0) this.#byUser.delete(userId)
  }

  #all(): EventStream[] {
    return [...this.#byUser.values()].flatMap((streams) => [...streams])
  }
}
