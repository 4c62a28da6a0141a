import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FairQueue } from './fair-queue.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Lets the next long body of the same person be worked on. */
    endLongBody: (() => void) | undefined
  }
}

/** From this length on (in UTF-16 code units) a body is long. */
const LONG = 16 * 1024

/**
 * Has the long bodies of one person worked on one after the other, and each begun in a turn of the event loop of its
 * own: whoever else asks something meanwhile is served in between, however many come at once.
 */
export class LongBodies {
  readonly #queue = new FairQueue()
  /** For each person with a long body: when all that have come until now are over. */
  readonly #over = new Map<string, Promise<unknown>>()

  constructor(app: FastifyInstance) {
    app.decorateRequest('endLongBody', undefined)
    app.addHook('onSend', (request, _reply, _payload, done) => {
      request.endLongBody?.()
      done()
    })
  }

  /** Calls `begin` when it is the turn of a body: at once where it is short. */
  enter(request: FastifyRequest, body: string, begin: () => void): void {
    if (body.length < LONG) begin()
    else void this.#wait(request).then(begin)
  }

  async #wait(request: FastifyRequest): Promise<void> {
    const userId = request.knownActor?.userId ?? ''
    const before = this.#over.get(userId)
    const { promise: isOver, resolve } = Promise.withResolvers<void>()
    const { socket } = request.raw
    const end = () => {
      socket.off('close', end)
      resolve()
    }
    request.endLongBody = end
    // Whoever has gone holds up nobody.
    socket.once('close', end)
    const over = Promise.all([before, isOver]).then(() => {
      if (this.#over.get(userId) === over) this.#over.delete(userId)
    })
    this.#over.set(userId, over)
    await before
    await this.#queue.take()
  }
}
