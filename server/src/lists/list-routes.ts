import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import type { Ground } from '../changes/make-change.ts'
import { addList, changeList, deleteList, listLists, requireList, restoreList } from './list-service.ts'
import { readUsage } from './usage-service.ts'

export function listRoutes(app: FastifyInstance, ground: Ground): void {
  const { db } = ground
  handle(app, contract.getUsage, ({ actor }) => readUsage(ground, actor))
  handle(app, contract.listLists, ({ actor, query }) => listLists(db, actor.userId, query.deleted ?? false))
  handle(app, contract.addList, async ({ actor, body, reply }) => {
    const { list, added } = await addList(ground, actor, body)
    if (!added) reply.code(200)
    return list
  })
  handle(app, contract.getList, ({ actor, params }) => requireList(db, actor.userId, params.id))
  handle(app, contract.changeList, ({ actor, params, body }) => changeList(ground, actor, params.id, body))
  handle(app, contract.deleteList, ({ actor, params }) => deleteList(ground, actor, params.id))
  handle(app, contract.restoreList, ({ actor, params }) => restoreList(ground, actor, params.id))
}
