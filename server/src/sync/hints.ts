import { randomBytes } from 'node:crypto'
import type { ChangeBus } from '../db/change-bus.ts'
import { onCommitted } from '../db/commit-events.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../http/log.ts'
import { decodeListEvent, encodeListEvent, findAudience } from '../changes/list-events.ts'
import { eventText } from './event-stream.ts'
import type { EventStreams } from './event-streams.ts'
import { GatheredEvents } from './gathered-events.ts'

const TOPIC = 'lists'
/** A list that changes all the time is hinted at a hundred times a second at most. */
const GATHER_MS = 10

export type HintParts = { readonly db: Db; readonly bus: ChangeBus; readonly streams: EventStreams; readonly log: Log }

/**
 * Tells the open streams what was committed, here or on another instance. A hint says that there is something to pull,
 * and no more: a lost one costs time, never truth.
 */
export class Hints {
  readonly #parts: HintParts
  /** Sets what we have told apart from what others have. */
  readonly #ourselves = randomBytes(6).toString('base64url')
  #toTell = new GatheredEvents()
  #toPassOn = new GatheredEvents()
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> = Promise.resolve()

  constructor(parts: HintParts) {
    this.#parts = parts
  }

  async listen(): Promise<void> {
    const { db, bus, streams } = this.#parts
    onCommitted(db, (news) => {
      for (const text of news) this.#gather(text, true)
    })
    await bus.listen(TOPIC, {
      hear: (text) => {
        const [from, ...news] = text.split(' ')
        if (from !== this.#ourselves) this.#gather(news.join(' '), false)
      },
      // What others have told until now may have been missed.
      catchUp: async () => streams.sendToAll(eventText('resync', {})),
    })
  }

  /** Sends what has been gathered so far without waiting for more. */
  async flush(): Promise<void> {
    if (this.#timer) {
      clearTimeout(this.#timer)
      this.#sendGathered()
    }
    await this.#sending
  }

  /** Sends what is left and hears nothing more. The bus has to be open still. */
  async close(): Promise<void> {
    onCommitted(this.#parts.db, () => undefined)
    await this.flush()
  }

  #gather(text: string, isOurs: boolean): void {
    const news = decodeListEvent(text)
    this.#toTell.add(news)
    if (isOurs) this.#toPassOn.add(news)
    this.#timer ??= setTimeout(() => this.#sendGathered(), GATHER_MS)
  }

  #sendGathered(): void {
    this.#timer = undefined
    // Whoever waits for the last one waits for all.
    this.#sending = Promise.all([this.#sending, this.#send()]).then(() => undefined)
  }

  async #send(): Promise<void> {
    const [told, passedOn] = [this.#toTell, this.#toPassOn]
    this.#toTell = new GatheredEvents()
    this.#toPassOn = new GatheredEvents()
    const news = passedOn.toEvents().map((one) => `${this.#ourselves} ${encodeListEvent(one)}`)
    await Promise.all([this.#tellStreams(told), news.length > 0 && this.#parts.bus.announce(TOPIC, news)])
  }

  /** Who has a list is read when it is told, so that nobody hears of a list that was taken away from them. */
  async #tellStreams({ vers, people }: GatheredEvents): Promise<void> {
    const { db, streams, log } = this.#parts
    if (streams.isEmpty) return
    const texts = new Map([...people].map((userId) => [userId, eventText('access', {})]))
    try {
      for (const { listId, userId } of await findAudience(db, [...vers.keys()])) {
        const hint = eventText('hint', { list: listId, ver: vers.get(listId) ?? 0 })
        texts.set(userId, (texts.get(userId) ?? '') + hint)
      }
      for (const [userId, text] of texts) streams.sendTo(userId, text)
    } catch (error) {
      log.warn({ err: error }, 'who is to be told of changes could not be read')
      streams.sendToAll(eventText('resync', {}))
    }
  }
}
