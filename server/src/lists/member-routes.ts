import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import type { Ground } from '../sync/change-service.ts'
import { addMember, changeMember, listMembers, removeMember } from './member-service.ts'

export function memberRoutes(app: FastifyInstance, ground: Ground): void {
  handle(app, contract.listMembers, ({ actor, params }) => listMembers(ground.db, actor, params.id))
  handle(app, contract.addMember, async ({ actor, params, body, reply }) => {
    const { member, added } = await addMember(ground, actor, params.id, body)
    if (!added) reply.code(200)
    return member
  })
  handle(app, contract.putMember, ({ actor, params, body }) =>
    changeMember(ground, actor, params.id, params.userId, body.role),
  )
  handle(app, contract.deleteMember, ({ actor, params }) => removeMember(ground, actor, params.id, params.userId))
}
