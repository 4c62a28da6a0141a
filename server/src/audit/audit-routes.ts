import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import type { Db } from '../db/db.ts'
import { handle } from '../http/handle.ts'
import { linkToNext } from '../http/next-page-link.ts'
import { readAudit } from './audit-service.ts'

export function auditRoutes(app: FastifyInstance, { db }: { db: Db }): void {
  handle(app, contract.listAudit, async ({ query, request, reply }) => {
    const { entries, before } = await readAudit(db, query)
    if (before !== undefined) reply.header('link', linkToNext(request.url, { before }))
    return entries
  })
}
