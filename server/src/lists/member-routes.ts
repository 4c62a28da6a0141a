import type { FastifyInstance, FastifyReply } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import type { Deps } from '../changes/make-change.ts'
import { addMember, changeMember, listMembers, removeMember } from './member-service.ts'

export function memberRoutes(app: FastifyInstance, deps: Deps): void {
  handle(app, contract.listMembers, ({ actor, params }) => listMembers(deps.db, actor, params.id))
  handle(app, contract.addMember, async ({ actor, params, body, reply }) =>
    answerPerson(reply, await addMember(deps, actor, params.id, body)),
  )
  handle(app, contract.putMember, async ({ actor, params, body, reply }) =>
    answerPerson(reply, await changeMember(deps, actor, params.id, params.userId, body.role)),
  )
  handle(app, contract.deleteMember, ({ actor, params }) => removeMember(deps, actor, params.id, params.userId))
}

/** 201 where somebody was invited, 200 where they have the list. */
function answerPerson(reply: FastifyReply, person: contract.Member | contract.InvitedPerson) {
  reply.code('expiresAt' in person ? 201 : 200)
  return person
}
