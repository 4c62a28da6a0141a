import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import type { Deps } from '../changes/make-change.ts'
import { addList, changeList, deleteList, listLists, requireList, restoreList } from './list-service.ts'
import { readUsage } from '../changes/usage.ts'

export function listRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps
  handle(app, contract.getUsage, ({ actor }) => readUsage(deps, actor))
  handle(app, contract.listLists, ({ actor, query }) => listLists(db, actor.userId, query.deleted ?? false))
  handle(app, contract.addList, async ({ actor, body, reply }) => {
    const { list, added } = await addList(deps, actor, body)
    if (!added) reply.code(200)
    return list
  })
  handle(app, contract.getList, ({ actor, params }) => requireList(db, actor.userId, params.id))
  handle(app, contract.changeList, ({ actor, params, body }) => changeList(deps, actor, params.id, body))
  handle(app, contract.deleteList, ({ actor, params }) => deleteList(deps, actor, params.id))
  handle(app, contract.restoreList, ({ actor, params }) => restoreList(deps, actor, params.id))
}
