import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import type { Db } from '../db/db.ts'
import { handle } from './handle.ts'
import type { Identify, RequireAdmin } from './identify.ts'
import { Metrics } from './metrics.ts'
import { Problem } from './problem.ts'
import type { AnswerCounts } from './request-log.ts'

type ServiceParts = {
  readonly db: Db
  readonly answerCounts: AnswerCounts
  readonly identify: Identify
  readonly requireAdmin: RequireAdmin
  /** Lets a monitor read the figures without an account. */
  readonly metricsToken: string | undefined
}

/** What those who run Tally ask: is it alive, does its database answer, how is it doing. */
export function serviceRoutes(app: FastifyInstance, parts: ServiceParts): void {
  const { db, answerCounts, identify, requireAdmin, metricsToken } = parts
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
    // A loopback address is no proof: behind a proxy on this machine everybody has one.
    if (metricsToken === undefined || !hasToken(request, metricsToken)) await requireAdmin(await identify(request))
    const { type, text } = await metrics.read()
    reply.type(type)
    return text
  })
}

/** Is the token of the settings in the request? Compared by digest: what is compared has one length, in one time. */
function hasToken({ headers: { authorization } }: FastifyRequest, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))
}
