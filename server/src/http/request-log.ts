import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { clientAddressOf } from './addresses/client-address.ts'
import type { Log } from './log.ts'

/** How many answers there were, by the first digit of their status; read by the metrics. */
export type AnswerCounts = Record<'2xx' | '3xx' | '4xx' | '5xx', number>

/**
 * Writes one lean line per answered request: method, path without its query (which may hold private words), status,
 * time in milliseconds, and who; the client's address where it was refused. Never a header, a token or a cookie.
 */
export function logRequests(app: FastifyInstance, log: Log): AnswerCounts {
  const counts: AnswerCounts = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 }
  app.addHook('onResponse', (request, reply, done) => {
    counts[statusClass(reply.statusCode)] += 1
    log.info(line(request, reply))
    done()
  })
  return counts
}

function statusClass(status: number): keyof AnswerCounts {
  if (status < 300) return '2xx'
  if (status < 400) return '3xx'
  return status < 500 ? '4xx' : '5xx'
}

function line(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: request.method,
    path: loggedPathOf(request.url),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    user: request.knownActor?.userId,
    address: reply.statusCode < 400 ? undefined : clientAddressOf(request),
  }
}

const LONGEST_PATH = 200

/** The path as it goes to the log: what is longer than any of ours is cut. */
export function loggedPathOf(url: string): string {
  const path = pathOf(url)
  return path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path
}

/** The path of an address without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
