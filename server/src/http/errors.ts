import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway, StorageFull } from '../db/transaction.ts'
import type { RoutePolicy } from './access.ts'
import type { Log } from './log.ts'
import { Problem } from './problem.ts'
import { loggedPathOf } from './request-log.ts'
import { unserved } from './unserved.ts'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/**
 * Turns whatever is thrown anywhere into one problem. What is not foreseen is logged whole and answered as a plain 500.
 * `policies` are all routes, for what none of them serves.
 */
export function answerProblems(app: FastifyInstance, log: Log, policies: readonly RoutePolicy[] = []): void {
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    sendProblem(toProblem(error), error, request, reply, log),
  )
  app.setNotFoundHandler((request, reply) => {
    const problem = unserved(request, policies)
    sendProblem(problem, problem, request, reply, log)
  })
}

/**
 * Answers a request with a problem, and logs what only we may know: the whole of an error nobody foresaw, the reason of
 * a refusal.
 */
export function sendProblem(
  problem: Problem,
  error: Error,
  request: Pick<FastifyRequest, 'method' | 'url'>,
  reply: FastifyReply,
  log: Log,
): void {
  if (problem.status >= 500 && problem !== error) {
    log.error({ err: error, method: request.method, path: loggedPathOf(request.url) }, 'request failed')
  } else if (problem.status >= 500) {
    // Foreseen, and it comes in crowds when somebody tries passwords: writing a stack for each would make that worse.
    log.warn({ code: problem.code, reason: reasonOf(error), path: loggedPathOf(request.url) }, 'request not served')
  } else if (error.cause !== undefined) {
    log.debug({ code: problem.code, reason: reasonOf(error), path: loggedPathOf(request.url) }, 'request refused')
  }
  if (problem.options.headers) reply.headers(problem.options.headers)
  reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem.toBody()))
}

function reasonOf({ cause }: Error): unknown {
  return cause instanceof Error ? cause.message : cause
}

/** What the caller is told about an error: its own problem, the problem of a broken request, or a plain 500. */
export function toProblem(error: Error & { code?: string; statusCode?: number }): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StorageFull) return new Problem('storage-full')
  // Not a plain 500: devices take that for a fault of what they sent.
  if (isDatabaseAway(error)) return new Problem('unavailable', { headers: { 'retry-after': '5' } })
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('body-too-large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupported-media-type')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem('invalid-json', { errors: [{ path: '/body', message: error.message }] })
  }
  const broken = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return new Problem(broken ? 'invalid-request' : 'internal-error')
}

/**
 * Makes what answers that which is not even HTTP, with the given headers; node:http has no request to hand over then.
 */
export function brokenHttpRefusal(headers: Readonly<Record<string, string>>) {
  const fixed = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const problem = new Problem(error.code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'invalid-request')
    const body = JSON.stringify(problem.toBody())
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      ...fixed,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
}
