import type { FastifyInstance } from 'fastify'
import { limits, signOut } from '@tally/contract'
import { Problem } from '../problem.ts'

/** How often the event loop is asked, in milliseconds. */
const EVERY_MS = 100

/**
 * Whether the event loop is late with everything: for a second, each time it was asked. One long piece of work does not
 * count, since it is over by the time anybody can be refused for it.
 */
export class Overload {
  readonly #mostMs: number
  #lateSince: number | undefined
  #isOn = false

  /** @param mostMs how late it may be, in milliseconds */
  constructor(mostMs: number = limits.lateness.ms) {
    this.#mostMs = mostMs
  }

  get isOn(): boolean {
    return this.#isOn
  }

  /** Notes how late the event loop is, and when that was seen; both in milliseconds. */
  note(lateMs: number, now: number): void {
    this.#lateSince = lateMs > this.#mostMs ? (this.#lateSince ?? now) : undefined
    this.#isOn = this.#lateSince !== undefined && now - this.#lateSince >= limits.lateness.forMs
  }

  /** Asks the event loop of this process from now on; gives back what ends that. */
  watch(): () => void {
    let expected = performance.now() + EVERY_MS
    const timer = setInterval(() => {
      const now = performance.now()
      this.note(now - expected, now)
      expected = now + EVERY_MS
    }, EVERY_MS).unref()
    return () => clearInterval(timer)
  }
}

/**
 * Refuses new calls of the API with Problem `unavailable` while the server is late with everything. Signing out goes
 * on, as do health, readiness, metrics and the files of the web app, which are not below `/api`. Comes before the hook
 * that identifies.
 */
export function shedLoad(app: FastifyInstance, overload: Overload): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { url } = request.routeOptions
    if (!overload.isOn || !url?.startsWith('/api/') || url === signOut.path) return done()
    const retryAfter = String(limits.lateness.retryAfterSeconds)
    done(new Problem('unavailable', { headers: { 'retry-after': retryAfter }, cause: 'the event loop is late' }))
  })
}
