import type { FastifyInstance } from 'fastify'
import { limits } from '@tally/contract'
import type { Problem } from '../problem.ts'
import { tooManyRequests } from './too-many-requests.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives the place of this request to the next one of the same person; for an answer that goes on for long. */
    leaveSlot: (() => void) | undefined
  }
}

type Turn = {
  state: 'waiting' | 'working' | 'over'
  readonly begin: (refusal?: Problem) => void
  patience?: NodeJS.Timeout
}
type Person = { working: number; readonly waiting: Set<Turn> }

/**
 * Lets so many requests of one person be worked on at the same time. Some more wait for a moment, in the order they
 * came.
 */
export class RequestSlots {
  readonly #atOnce: number
  readonly #people = new Map<string, Person>()

  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  /**
   * Calls `begin` when it is the turn of a request: at once, later, or with the problem why it will not be. What is
   * given back says that the request is over, and may be called more than once.
   */
  enter(userId: string, begin: Turn['begin']): () => void {
    const person = this.#people.get(userId) ?? { working: 0, waiting: new Set() }
    this.#people.set(userId, person)
    const turn: Turn = { state: 'waiting', begin }
    if (person.working < this.#atOnce) start(person, turn)
    else if (person.waiting.size < limits.requestQueue.max) this.#wait(person, turn)
    else refuse(turn)
    return () => {
      this.#leave(person, turn)
      if (person.working === 0 && person.waiting.size === 0) this.#people.delete(userId)
    }
  }

  #wait(person: Person, turn: Turn): void {
    person.waiting.add(turn)
    turn.patience = setTimeout(() => {
      person.waiting.delete(turn)
      refuse(turn)
    }, limits.requestQueue.seconds * 1000)
  }

  #leave(person: Person, turn: Turn): void {
    const { state } = turn
    turn.state = 'over'
    clearTimeout(turn.patience)
    person.waiting.delete(turn)
    if (state !== 'working') return
    person.working -= 1
    const [next] = person.waiting
    if (!next) return
    person.waiting.delete(next)
    clearTimeout(next.patience)
    start(person, next)
  }
}

function start(person: Person, turn: Turn): void {
  person.working += 1
  turn.state = 'working'
  turn.begin()
}

function refuse(turn: Turn): void {
  turn.state = 'over'
  turn.begin(tooManyRequests(1000, 'too many requests of one person at the same time'))
}

/**
 * Has every request of somebody who is known wait for its turn. Comes after the hook that identifies them. A 429 keeps
 * its place for a second: whoever asks again at once, in spite of `Retry-After`, does so no more often than that.
 */
export function limitRequests(app: FastifyInstance, slots: RequestSlots): void {
  app.decorateRequest('leaveSlot', undefined)
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.knownActor) return done()
    const leave = slots.enter(request.knownActor.userId, (refusal) => {
      if (!refusal) request.leaveSlot = () => leave()
      done(refusal)
    })
    reply.raw.once('close', leave)
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (reply.statusCode === 429 && request.leaveSlot) setTimeout(() => done(), limits.requestQueue.refusalMs)
    else done()
  })
}
