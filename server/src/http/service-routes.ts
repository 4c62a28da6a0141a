import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import type { Db } from '../db/db.ts'
import { handle } from './handle.ts'
import type { Identify, RequireAdmin } from './identify.ts'
import { Metrics } from './metrics.ts'
import { Problem } from './problem.ts'
import type { AnswerCounts } from './request-log.ts'

type ServiceParts = { db: Db; answerCounts: AnswerCounts; identify: Identify; requireAdmin: RequireAdmin }

/** What those who run Tally ask: is it alive, does its database answer, how is it doing. */
export function serviceRoutes(app: FastifyInstance, { db, answerCounts, identify, requireAdmin }: ServiceParts): void {
  const metrics = new Metrics(answerCounts)

  handle(app, contract.getHealth, () => ({ status: 'ok' }))
  handle(app, contract.getReadiness, async () => {
    try {
      await sql`select 1`.execute(db)
    } catch (error) {
      throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error })
    }
    return { status: 'ok' }
  })
  handle(app, contract.getMetrics, async ({ request, reply }) => {
    if (!isLocal(request)) await requireAdmin(await identify(request))
    const { type, text } = await metrics.read()
    reply.type(type)
    return text
  })
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

/** From this very machine and not passed on by a proxy, which would make everybody local. */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  const forwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !forwarded && LOOPBACK.test(socket.remoteAddress ?? '')
}
