import type { FastifyInstance } from 'fastify'

/**
 * Cuts the connection of whoever does not read their answer: nothing of it could be sent for so many milliseconds. An
 * answer that is still being made may take its time.
 */
export function cutOffUnread(app: FastifyInstance, afterMs: number): void {
  app.addHook('onRequest', ({ socket }, reply, done) => {
    // Node counts from the last byte that went either way, and starts anew for each request on a connection.
    reply.raw.setTimeout(afterMs, () => {
      if (socket.writableLength > 0) socket.destroy()
      else socket.setTimeout(afterMs)
    })
    done()
  })
}
